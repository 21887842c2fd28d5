'use client'

import Link from 'next/link'
import { Status } from '#components/status/status.tsx'
import { RelativeTime } from '#components/time/relative-time.tsx'
import type { NamespaceRow } from '#lib/platforms/index.ts'

interface CellProps {
  namespace: NamespaceRow
}

/** Whether we can work in a namespace, or why not. `quiet` says nothing where we can; `short` leaves the reason out. */
export function NamespaceState({
  namespace,
  quiet = false,
  short = false,
}: CellProps & { quiet?: boolean; short?: boolean }) {
  const { vanishedAt, available, unavailableReason } = namespace
  if (vanishedAt !== null)
    return (
      <span>
        <Status state="missing">
          vanished <RelativeTime at={vanishedAt} />
        </Status>
        {!short && <Reason>The platform does not list it any more.</Reason>}
      </span>
    )
  if (!available)
    return (
      <span>
        <Status state="refused">refuses us</Status>
        {!short && unavailableReason !== null && <Reason>{unavailableReason}</Reason>}
      </span>
    )
  return quiet ? null : <span className="text-muted-foreground">available</span>
}

function Reason({ children }: { children: string }) {
  return <span className="block text-muted-foreground text-xs">{children}</span>
}

/** The MCP providers that were counted, ours and others. */
export function ProviderFigure({ namespace: { providerCount } }: CellProps) {
  if (providerCount !== null) return providerCount.toLocaleString('en')
  return (
    <span className="text-muted-foreground">
      <span aria-hidden="true">—</span>
      <span className="sr-only">not counted</span>
    </span>
  )
}

/**
 * How what we carried there stands; a link to the services that are meant. `onlyAmiss` leaves out what is in sync. Where we cannot look
 * any more only their number is known.
 */
export function OursThere({ namespace, onlyAmiss = false }: CellProps & { onlyAmiss?: boolean }) {
  const { id, boundServices, boundAmiss, boundFailed } = namespace
  const inSync = boundServices - boundAmiss
  const unknown = boundAmiss - boundFailed
  if (boundServices === 0) return <span className="text-muted-foreground">none</span>
  const gone = namespace.vanishedAt !== null || !namespace.available
  return (
    <Link
      href={`/services?namespace=${id}`}
      className="inline-flex min-h-6 items-center gap-4 rounded-sm underline-offset-3 hover:underline"
    >
      {gone && <span className="text-muted-foreground">{boundServices} of ours</span>}
      {!gone && !onlyAmiss && inSync > 0 && <span className="text-muted-foreground">{inSync} in sync</span>}
      {!gone && unknown > 0 && <Status state="unknown">{unknown} unknown</Status>}
      {!gone && boundFailed > 0 && <Status state="failed">{boundFailed} failed</Status>}
    </Link>
  )
}

/** How old the number of providers is. */
export function Counted({ namespace: { countedAt } }: CellProps) {
  return (
    <span className="whitespace-nowrap text-muted-foreground">
      {countedAt === null ? 'never' : <RelativeTime at={countedAt} />}
    </span>
  )
}
