'use client'

import { Ban, Plus, RefreshCw } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useQueryStates } from 'nuqs'
import { useState, useTransition } from 'react'
import { DataTable } from '#components/data-table/data-table.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import type { TokenList, TokenSummary } from '#lib/tokens/index.ts'
import { PhoneTokenRow } from './phone-token-row.tsx'
import { RollOlderDialog } from './roll-older-dialog.tsx'
import { RowMenu } from './row-menu.tsx'
import { type TokensParams, tokensHref, tokensParams } from './search-params.ts'
import { tokenColumns } from './token-columns.tsx'
import { NoTokens, NothingMatches } from './tokens-empty.tsx'
import { TokensToolbar } from './tokens-toolbar.tsx'
import { useTokenActs } from './use-token-acts.tsx'
import { useTokenSelection } from './use-token-selection.ts'
import { canRoll, countOf, isValid, tokenName } from './words.ts'

interface TokensViewProps {
  list: TokenList
  params: TokensParams
  services: { id: string; name: string }[]
  platforms: { id: string; name: string }[]
  mayWrite: boolean
}

/** All tokens of the gateway: for whom, how they stand, when they were used, and what can be done about it. */
export function TokensView({ list, params, services, platforms, mayWrite }: TokensViewProps) {
  const router = useRouter()
  const [moving, startTransition] = useTransition()
  const [, setParams] = useQueryStates(tokensParams, { shallow: false, startTransition, history: 'push' })
  const [rollingOld, setRollingOld] = useState(false)
  const selection = useTokenSelection(list, params)
  const acts = useTokenActs(() => {
    selection.onChange(new Set())
    router.refresh()
  })
  const { counts } = list
  const none = counts.valid + counts.over === 0
  const formHref = (form: string) => tokensHref({ ...params, form })
  const selected = [...selection.selected]
  const bulk = selected.length > 0 && (
    <>
      <Button icon={<RefreshCw />} onClick={() => acts.ask('roll', selected)}>
        Roll the {selected.length}
      </Button>
      <Button variant="danger" icon={<Ban />} onClick={() => acts.ask('revoke', selected)}>
        Revoke the {selected.length}
      </Button>
    </>
  )
  const key = (
    keys: string,
    label: string,
    can: (token: TokenSummary) => boolean,
    run: (token: TokenSummary) => void,
  ) => ({
    keys,
    label,
    run: (token: TokenSummary) => can(token) && run(token),
  })
  return (
    <>
      <PageHeader
        title="Tokens"
        detail={
          !none &&
          `${countOf(counts.valid, 'valid token')}, honoured by the gateway · ${countOf(counts.calls, 'call')} in all`
        }
        actions={
          mayWrite &&
          !none && (
            <>
              {bulk ? (
                <div className="flex gap-2 max-md:hidden">{bulk}</div>
              ) : (
                <Button icon={<RefreshCw />} onClick={() => setRollingOld(true)}>
                  Roll old ones
                </Button>
              )}
              <LinkButton variant="primary" icon={<Plus />} href={formHref('new')} scroll={false}>
                New token
              </LinkButton>
            </>
          )
        }
        toolbar={
          !none && (
            <TokensToolbar
              params={params}
              counts={counts}
              services={services}
              platforms={platforms}
              onChange={(change) => void setParams(change)}
            />
          )
        }
      />
      {none ? (
        <div className="px-6 pb-6 max-md:px-4">
          <NoTokens mayWrite={mayWrite} />
        </div>
      ) : (
        <DataTable<TokenSummary>
          label="Tokens"
          columns={tokenColumns({
            platforms: platforms.length > 1,
            roll: mayWrite ? (token) => acts.ask('roll', token) : undefined,
            menu: (token) => (
              <RowMenu
                token={token}
                mayWrite={mayWrite}
                editHref={formHref(token.id)}
                onRoll={() => acts.ask('roll', token)}
                onRevoke={() => acts.ask('revoke', token)}
              />
            ),
          })}
          rows={list.rows}
          rowId={(token) => token.id}
          rowName={tokenName}
          rowHref={(token) => `/tokens/${token.id}`}
          sorting={{
            column: params.sort,
            direction: params.dir,
            href: (sort, dir) => tokensHref({ ...params, sort: sort as TokensParams['sort'], dir, page: 1 }),
          }}
          {...(mayWrite && {
            selection: {
              ...selection,
              blocked: (token: TokenSummary) => (isValid(token) ? null : 'Can’t be selected: it is over.'),
            },
          })}
          paging={{
            page: list.page,
            pageSize: list.pageSize,
            total: list.matching,
            href: (page) => tokensHref({ ...params, page }),
          }}
          rowKeys={
            mayWrite
              ? [
                  key(
                    'e',
                    'edit limits',
                    ({ state }) => state !== 'ended',
                    ({ id }) => router.push(formHref(id), { scroll: false }),
                  ),
                  key('r', 'roll', canRoll, (token) => acts.ask('roll', token)),
                ]
              : []
          }
          keyHints={mayWrite ? [{ keys: 'r', label: 'roll' }] : []}
          hint={mayWrite && 'None selected. Select to roll or revoke several.'}
          busy={moving}
          phoneRow={(token) => <PhoneTokenRow token={token} />}
          phoneAction={bulk && <div className="flex gap-2 *:flex-1">{bulk}</div>}
          empty={<NothingMatches params={params} valid={counts.valid} />}
        />
      )}
      {acts.dialogs}
      {rollingOld && <RollOlderDialog onClose={() => setRollingOld(false)} />}
    </>
  )
}
