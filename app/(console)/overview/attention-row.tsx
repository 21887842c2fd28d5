import type { ReactNode } from 'react'
import { Glyph } from '#components/status/glyph.tsx'
import type { State } from '#components/status/states.ts'
import { RelativeTime } from '#components/time/relative-time.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import type { Attention } from '#lib/overview/index.ts'
import type { RunCause, RunRow } from '#lib/sync/schema.ts'
import { EXPIRES_SOON_DAYS } from '#lib/tokens/schema.ts'
import type { ServicePermissions } from '../services/permissions.ts'
import { REGISTRY_SENTENCES, REGISTRY_WORDS } from '../services/registry-mark.tsx'
import { editHref, remedyField, remedyLabel } from '../services/remedy.ts'
import { servicesHref } from '../services/search-params.ts'
import { tokensHref } from '../tokens/search-params.ts'
import { tokenName } from '../tokens/words.ts'
import { CheckNowButton } from './check-now-button.tsx'
import { runFigures } from './run-figures.ts'

/** One thing that needs a person: what, since when, and one button that leads to its remedy. */
export function AttentionRow({ item, may }: { item: Attention; may: ServicePermissions }) {
  switch (item.kind) {
    case 'service':
      return <ServiceRow item={item} may={may} />
    case 'platform':
      return (
        <Row
          title={`${item.name} is unreachable`}
          detail={[item.message, item.next].filter(Boolean).join(' ')}
          since={item.since}
          action={<LinkButton href={`/platforms/${item.id}`}>See the platform</LinkButton>}
        />
      )
    case 'run':
      return <RunRowOf run={item.run} causes={item.causes} />
    case 'tokens':
      return <TokensRow item={item} />
    case 'registry':
      return <RegistryRow item={item} />
  }
}

interface RowProps {
  /** Red by default; amber where nothing fails yet. */
  state?: State
  title: string
  detail: string
  since: Date | string | null
  action: ReactNode
}

function Row({ state = 'abnormal', title, detail, since, action }: RowProps) {
  return (
    <li className="flex items-center gap-4 border-b px-4 py-2.5 last:border-b-0 max-md:flex-wrap">
      <Glyph state={state} label="needs attention" />
      <div className="min-w-0 flex-1">
        <p className="break-words font-medium">{title}</p>
        <p className="break-words text-muted-foreground">{detail}</p>
      </div>
      <span className="shrink-0 whitespace-nowrap text-muted-foreground">
        {since !== null && <RelativeTime at={since} form="age" />}
      </span>
      <div className="w-36 shrink-0 *:w-full max-md:w-full">{action}</div>
    </li>
  )
}

function ServiceRow({ item, may }: { item: Extract<Attention, { kind: 'service' }>; may: ServicePermissions }) {
  const { service, namespaces } = item
  const field = remedyField(service)
  const where =
    namespaces === 0
      ? 'It is in no namespace.'
      : `It is in ${namespaces === 1 ? '1 namespace' : `${namespaces} namespaces`}, where its tools may fail now.`
  const action =
    field !== undefined && may.write ? (
      <LinkButton href={editHref(service.id, field)}>{remedyLabel(service)}</LinkButton>
    ) : field === undefined && may.check ? (
      <CheckNowButton id={service.id} />
    ) : (
      <LinkButton href={`/services/${service.id}`}>See the service</LinkButton>
    )
  return (
    <Row
      title={`${service.name} is abnormal: ${service.statusReason ?? ''}`}
      detail={`${where} ${service.statusNext ?? ''}`}
      since={service.statusSince}
      action={action}
    />
  )
}

const TOKENS = {
  silent: {
    one: 'has been silent since its token was rolled',
    many: 'tokens have been silent since they were rolled',
    detailOfOne: 'Not used once since: whoever should present it may have stopped calling, or presents another.',
    detailOfMany: 'Not used once since: whoever should present them may have stopped calling, or presents others.',
    show: 'silent',
  },
  expiring: {
    one: `has a token that expires in less than ${EXPIRES_SOON_DAYS} days`,
    many: `tokens expire in less than ${EXPIRES_SOON_DAYS} days`,
    detailOfOne: 'Calls with it are refused from then on. Roll it, or move its end.',
    detailOfMany: 'Calls with them are refused from then on. Roll them, or move their end.',
    show: 'soon',
  },
} as const

function TokensRow({ item: { why, count, tokens } }: { item: Extract<Attention, { kind: 'tokens' }> }) {
  const { one, many, detailOfOne, detailOfMany, show } = TOKENS[why]
  const [first] = tokens
  if (first === undefined) return null
  const more = count > tokens.length ? ` and ${count - tokens.length} more` : ''
  return (
    <Row
      state={why === 'silent' ? 'unknown' : 'expiring'}
      title={count === 1 ? `${tokenName(first)} ${one}` : `${count} ${many}`}
      detail={count === 1 ? detailOfOne : `${tokens.map(tokenName).join(', ')}${more}. ${detailOfMany}`}
      since={why === 'silent' ? first.createdAt : null}
      action={
        count === 1 ? (
          <LinkButton href={`/tokens/${first.id}`}>See the token</LinkButton>
        ) : (
          <LinkButton href={tokensHref({ show })}>See the {count} tokens</LinkButton>
        )
      }
    />
  )
}

function RegistryRow({ item: { count, services } }: { item: Extract<Attention, { kind: 'registry' }> }) {
  const [first] = services
  if (first === undefined) return null
  const named = services.map(({ name, warning }) => `${name}: ${REGISTRY_WORDS[warning]}`)
  const more = count > services.length ? `, and ${count - services.length} more` : ''
  return (
    <Row
      state="unknown"
      title={
        count === 1
          ? `${first.name} ${REGISTRY_SENTENCES[first.warning]}`
          : `${count} services are no longer what the registry says`
      }
      detail={count === 1 ? 'It may end; look for what follows it.' : `${named.join(', ')}${more}.`}
      since={first.since}
      action={
        count === 1 ? (
          <LinkButton href={`/services/${first.id}`}>See the service</LinkButton>
        ) : (
          <LinkButton href={servicesHref({ warned: true })}>See the {count} services</LinkButton>
        )
      }
    />
  )
}

const NAMED_CAUSES = 2

function RunRowOf({ run, causes }: { run: RunRow; causes: RunCause[] }) {
  const { failed, total } = runFigures(run)
  const named = causes.slice(0, NAMED_CAUSES).map((cause) => {
    const names = cause.services.slice(0, 2).map(({ name }) => name)
    const more = cause.services.length > names.length ? ` and ${cause.services.length - names.length} more` : ''
    return `${names.join(', ')}${more}: ${cause.message}`
  })
  return (
    <Row
      title={`Synchronization #${run.number} ended with ${failed} of ${total} failed`}
      detail={named.join(' ')}
      since={run.endedAt ?? run.confirmedAt}
      action={<LinkButton href={`/syncs/${run.id}`}>See the {failed} failed</LinkButton>}
    />
  )
}
