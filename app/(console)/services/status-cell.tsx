'use client'

import { Status } from '#components/status/status.tsx'
import { RelativeTime } from '#components/time/relative-time.tsx'
import { Button } from '#components/ui/button.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import type { ServiceSummary } from '#lib/services/index.ts'
import { ReachMark } from './reach-mark.tsx'
import { editHref, remedyField, remedyLabel } from './remedy.ts'

interface StatusCellProps {
  service: ServiceSummary
  /** It is being checked right now. */
  checking: boolean
  onCheck: () => void
  mayCheck: boolean
  mayWrite: boolean
}

/** Status, the reason in a few words, and the next step: all in the row. */
export function StatusCell({ service, checking, onCheck, mayCheck, mayWrite }: StatusCellProps) {
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      {checking ? <Status state="asking">checking</Status> : <Status state={service.status} />}
      {!checking && <Reason service={service} />}
      {!checking && <NextStep service={service} onCheck={onCheck} mayCheck={mayCheck} mayWrite={mayWrite} />}
    </span>
  )
}

function Reason({ service }: { service: ServiceSummary }) {
  if (service.status === 'normal') return <ReachMark reach={service.reach} />
  if (service.status === 'unchecked')
    return (
      <span className="truncate text-muted-foreground">
        {service.createdAt.getTime() === service.updatedAt.getTime() ? 'Added' : 'Changed'}{' '}
        <RelativeTime at={service.updatedAt} />
      </span>
    )
  return (
    <span className="min-w-0 truncate text-muted-foreground first-letter:uppercase" title={service.statusMessage ?? ''}>
      {service.statusReason}
    </span>
  )
}

/** The one step that helps; nothing for a normal service, or for somebody who may not take it. */
export function NextStep({ service, onCheck, mayCheck, mayWrite }: Omit<StatusCellProps, 'checking'>) {
  if (service.status === 'normal') return null
  const field = remedyField(service)
  if (field !== undefined)
    return mayWrite ? (
      <TextLink href={editHref(service.id, field)} className="whitespace-nowrap font-medium">
        {remedyLabel(service)}
      </TextLink>
    ) : null
  return mayCheck ? (
    <Button variant="link" onClick={onCheck}>
      {remedyLabel(service)}
    </Button>
  ) : null
}
