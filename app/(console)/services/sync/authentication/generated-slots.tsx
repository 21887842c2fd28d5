'use client'

import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Detail, DetailList } from '#components/ui/detail-list.tsx'
import type { AuthenticationView, SlotView } from '#lib/sync/schema.ts'
import type { TokenOptions } from '#lib/tokens/schema.ts'
import { counted } from '../words.ts'
import { slotKey } from './fields.ts'
import { OptionsDialog } from './options-dialog.tsx'
import { ProofLine, slotVerdict } from './proof-line.tsx'

interface GeneratedProps {
  service: AuthenticationView
  serviceName: string
  namespaces: number
  asking: ReadonlySet<string>
  onOptions: (slot: SlotView, options: TokenOptions) => Promise<boolean>
  onVerify: (slot: SlotView) => void
}

type Generated = Extract<SlotView['choice'], { mode: 'generated' }>

/** A service that is reached through the gateway: what the platform gets, its tokens, what they let through, and the proof. */
export function GeneratedSlots(props: GeneratedProps) {
  const { service, namespaces } = props
  const { gateway, slots } = service
  const chosen = slots.flatMap(({ choice }) => (choice?.mode === 'generated' ? [choice] : []))
  const staying = chosen.reduce((sum, choice) => sum + choice.staying, 0)
  const proposed = chosen.find((choice) => choice.proposed !== null)?.proposed
  const caution = slots.some(({ obstacle }) => obstacle !== null) ? null : gateway.caution
  return (
    <>
      {proposed && <ProofLine verdict={{ state: 'warn', text: `Proposed: ${proposed}` }} />}
      <DetailList labels="narrow" dense>
        <Detail label="Dify gets">
          <span className="flex items-center gap-1">
            <span className="min-w-0 break-all font-mono text-xs">
              {gateway.tokenInPath ? gateway.url.replace(/\/mcp$/, '/<token>/mcp') : gateway.url}
            </span>
            <CopyButton value={gateway.url} what="the URL" className="-my-1.5 max-md:-my-2.5" />
          </span>
        </Detail>
        <Detail label="Tokens">{tokenWords(namespaces, staying)}</Detail>
        {gateway.tokenInPath && (
          <Detail label="Sent">
            in the URL’s path, since this release sends no headers. The gateway keeps it out of every log; proxies in
            between may not.
          </Detail>
        )}
      </DetailList>
      {caution !== null && <ProofLine verdict={{ state: 'warn', text: caution }} />}
      {slots.map((slot) =>
        slot.choice?.mode === 'generated' ? (
          <GeneratedSlot key={slotKey(slot.namespaceId)} {...props} slot={slot} choice={slot.choice} />
        ) : (
          <p key={slotKey(slot.namespaceId)} className="text-muted-foreground">
            {slot.namespaceName}: {slot.choice?.mode === 'none' ? 'no token there.' : 'nothing chosen.'}
          </p>
        ),
      )}
    </>
  )
}

/** One choice of what is let through, and its proof. */
function GeneratedSlot({
  service,
  serviceName,
  slot,
  choice,
  asking,
  onOptions,
  onVerify,
}: GeneratedProps & { slot: SlotView; choice: Generated }) {
  const [changing, setChanging] = useState(false)
  const isAsking = asking.has(slotKey(slot.namespaceId))
  const place = slot.namespaceName ?? 'every namespace'
  const about = slot.namespaceName === null ? serviceName : `${serviceName} in ${slot.namespaceName}`
  const verdict = slot.obstacle
    ? {
        state: slot.acceptedUnverified ? ('warn' as const) : ('fault' as const),
        text: `${slot.obstacle.message} ${slot.obstacle.next}`,
      }
    : slotVerdict(slot)
  return (
    <div data-slot={`${service.serviceId}/${slotKey(slot.namespaceId)}`} className="flex flex-col gap-1">
      {slot.namespaceName !== null && <h4 className="border-t pt-2.5 font-medium">{slot.namespaceName}</h4>}
      <div className="flex items-start gap-3 max-md:flex-col">
        <DetailList labels="narrow" dense className="min-w-0 flex-1">
          <Detail label="Tools">
            {optionWords(choice.options, service.gateway.tools)}{' '}
            <Button
              variant="link"
              aria-label={`Choose the tools of ${about}`}
              onClick={() => setChanging(true)}
              className="-my-1 max-md:-my-2.5"
            >
              Choose tools and limits
            </Button>
          </Detail>
          <Detail label="Checked">
            {isAsking ? (
              <ProofLine verdict={{ state: 'asking', text: 'Asking through the gateway' }} />
            ) : verdict ? (
              <ProofLine verdict={verdict} />
            ) : (
              <span className="text-muted-foreground">not yet</span>
            )}
          </Detail>
        </DetailList>
        <Button busy={isAsking} onClick={() => onVerify(slot)} aria-label={`Verify ${about}`} className="max-md:w-full">
          Verify
        </Button>
      </div>
      {changing && (
        <OptionsDialog
          serviceId={service.serviceId}
          serviceName={serviceName}
          place={place}
          options={choice.options}
          onSave={(options) => onOptions(slot, options)}
          onClose={() => setChanging(false)}
        />
      )}
    </div>
  )
}

/** «3, one for each namespace; each can be rolled or revoked alone.» */
function tokenWords(namespaces: number, staying: number): string {
  const each = namespaces === 1 ? '1, for this namespace alone' : `${namespaces}, one for each namespace`
  const alone = namespaces === 1 ? 'it can be rolled or revoked' : 'each can be rolled or revoked alone'
  const stay =
    staying === 0 ? '' : staying === namespaces ? ' Those that are there stay.' : ` ${staying} that are there stay.`
  return `${each}; ${alone}.${stay}`
}

/** «3 of 25: search, read and 1 more; named «crm_…»; at most 60 calls a minute». */
function optionWords({ allowedTools, toolPrefix, callsPerMinute }: TokenOptions, tools: number | null): string {
  const names = allowedTools?.slice(0, 3).join(', ')
  const more = (allowedTools?.length ?? 0) - 3
  return [
    allowedTools === null
      ? `all${tools === null ? '' : ` ${tools}`}`
      : `${allowedTools.length}${tools === null ? '' : ` of ${tools}`}: ${names}${more > 0 ? ` and ${more} more` : ''}`,
    ...(toolPrefix === null ? [] : [`named «${toolPrefix}…»`]),
    ...(callsPerMinute === null ? [] : [`at most ${counted(callsPerMinute, 'call')} a minute`]),
  ].join('; ')
}
