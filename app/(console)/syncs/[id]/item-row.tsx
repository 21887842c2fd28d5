'use client'

import { cn } from '#components/cn.ts'
import { ServiceIcon } from '#components/services/service-icon.tsx'
import { Glyph } from '#components/status/glyph.tsx'
import { Status } from '#components/status/status.tsx'
import { durationText } from '#components/time/format.ts'
import { TextLink } from '#components/ui/text-link.tsx'
import type { RunItemView } from '#lib/sync/schema.ts'
import { DOING, stateOf } from '../run-words.ts'

/** One item: verdict, service and namespace, what came of it, how long it took, and where to see it. */
export function ItemRow({ item, link }: { item: RunItemView; link: string | null }) {
  const { service, namespaceName, verdict, ms } = item
  const there = link !== null && isThere(item)
  const isWaiting = verdict === 'waiting' || verdict === 'running'
  return (
    <li className="grid min-h-9 grid-cols-[100px_minmax(0,1fr)_minmax(0,1fr)_56px_104px] items-center gap-x-3 border-b px-4 py-1.5 last:border-b-0 max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-y-0.5 max-md:py-2.5">
      <Status state={stateOf(verdict)} className="max-md:order-2 max-md:justify-self-end" />
      <span className="flex min-w-0 items-center gap-2.5 max-md:order-1">
        <ServiceIcon name={service.name} icon={service.iconEmoji} background={service.iconColor} size={20} />
        <span className="min-w-0 truncate">
          <span className="font-medium">{service.name}</span>
          <span aria-hidden="true" className="mx-2 text-muted-foreground">
            →
          </span>
          <span className="sr-only"> in </span>
          {namespaceName}
        </span>
      </span>
      <span className="min-w-0 break-words max-md:order-3 max-md:col-span-2 max-md:empty:hidden">
        <Came item={item} />
      </span>
      <span className="whitespace-nowrap text-right text-muted-foreground max-md:hidden">
        {ms === null ? (isWaiting ? '' : '—') : durationText(ms)}
      </span>
      <span className="whitespace-nowrap text-right max-md:hidden">
        {there && (
          <TextLink href={link} external>
            Open in Dify
          </TextLink>
        )}
      </span>
    </li>
  )
}

function isThere({ verdict, action, toolsThere }: RunItemView): boolean {
  if (verdict === 'waiting' || verdict === 'running' || verdict === 'cancelled' || verdict === 'removed') return false
  return verdict !== 'failed' || toolsThere !== null || action === 'update' || action === 'adopt'
}

/** What came of an item in words: tools, the reason, or what is about to happen. */
function Came({ item }: { item: RunItemView }) {
  const { verdict, action, reason, platformSaid, toolsThere, toolsOfService, attempt } = item
  const again = attempt > 0 && <span className="text-muted-foreground">, attempt {attempt + 1}</span>
  if (verdict === 'waiting' || verdict === 'running')
    return (
      <span className="text-muted-foreground">
        {verdict === 'waiting' ? action : DOING[action]}
        {again}
      </span>
    )
  if (verdict === 'failed' || verdict === 'unknown')
    return (
      <span className={verdict === 'failed' ? 'text-bad' : 'text-warn'} title={platformSaid ?? undefined}>
        {reason ?? 'No reason is known.'}
        {again}
        <NextStepWords item={item} />
      </span>
    )
  const quiet = verdict === 'unchanged' || verdict === 'skipped' || verdict === 'cancelled'
  return (
    <span className={cn(quiet && 'text-muted-foreground')}>
      {verdict === 'removed' ? reason : <Tools there={toolsThere} of={toolsOfService} reason={reason} />}
      {again}
    </span>
  )
}

/** How many tools are there; fewer than the service has is said with both numbers, in place of the reason that says the same. */
function Tools({ there, of, reason }: { there: number | null; of: number | null; reason: string | null }) {
  if (there === null) return reason
  if (of !== null && there < of)
    return (
      <span className="text-warn" title={reason ?? undefined}>
        <Glyph state="partial" decorative className="mr-2" />
        {there} of {of} tools
      </span>
    )
  return reason ?? `${there} ${there === 1 ? 'tool' : 'tools'}`
}

const NEXT: Record<NonNullable<RunItemView['nextStep']>, string> = {
  token: 'Enter another token.',
  retry: 'Try it again.',
  network: 'Look at Dify’s network.',
  service: 'Look at the service.',
  platform: 'Look at the platform.',
  plan: 'Plan it anew.',
  none: 'Nothing to do.',
}

/** The next step in words; its button stands with the cause, once for all items that share it. */
function NextStepWords({ item: { nextStep, service } }: { item: RunItemView }) {
  if (nextStep === null) return null
  return (
    <>
      {' '}
      {nextStep === 'service' && !service.gone ? (
        <TextLink href={`/services/${service.id}`}>{NEXT.service}</TextLink>
      ) : (
        <span className="text-muted-foreground">{NEXT[nextStep]}</span>
      )}
    </>
  )
}
