'use client'

import { KeyRound, Plus, SearchX } from 'lucide-react'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { type TokensParams, tokensHref } from './search-params.ts'

/** Before the first token: where they come from, and the two ways on. */
export function NoTokens({ mayWrite }: { mayWrite: boolean }) {
  return (
    <EmptyState
      className="max-w-180"
      icon={<KeyRound />}
      title="No token yet"
      actions={
        <>
          {mayWrite && (
            <LinkButton variant="primary" icon={<Plus />} href={tokensHref({ form: 'new' })} scroll={false}>
              New token
            </LinkButton>
          )}
          <LinkButton href="/services">Select services to synchronize</LinkButton>
        </>
      }
    >
      A token opens one service through the gateway, which keeps the service’s own credential to itself. With «Generate»
      each synchronization makes one for each namespace; for a person’s client or a script one is made by hand.
    </EmptyState>
  )
}

const WORDS = {
  soon: 'expires within 14 days',
  unused: 'is valid and has never been used',
  silent: 'has been silent since its roll',
  manual: 'was made by hand',
  over: 'has ended or expired',
} as const

/** When the filters leave nothing: what was looked for, and what would match. */
export function NothingMatches({ params, valid }: { params: TokensParams; valid: number }) {
  const { q, show, service, platform, namespace } = params
  const narrowed = q !== '' || service !== null || platform !== null || namespace !== null
  const title =
    q !== ''
      ? `No token matches «${q}»`
      : show === null || narrowed
        ? 'No token matches the filters'
        : `No token ${WORDS[show]}`
  return (
    <EmptyState
      className="max-w-180"
      icon={<SearchX />}
      title={title}
      actions={valid > 0 && <LinkButton href="/tokens">Show all {valid.toLocaleString('en')} valid ones</LinkButton>}
    >
      {narrowed
        ? 'The search looks into the first characters of tokens and the names of services, namespaces and platforms; what is over stands under «ended».'
        : show === 'silent'
          ? 'Every token that replaced another has been used.'
          : null}
    </EmptyState>
  )
}
