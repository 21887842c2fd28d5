import { Status } from '#components/status/status.tsx'
import type { ServiceReach } from '#lib/services/index.ts'

/** What Dify does not get of a service by itself, where there is something to say; `short` in narrow places, cut where it must be. */
export function ReachMark({ reach, short = false }: { reach: ServiceReach; short?: boolean }) {
  const text = reachGap(reach)
  if (text === undefined) return null
  return (
    <Status state="partial" className="min-w-0 text-muted-foreground [&>:last-child]:truncate">
      <span title={text}>{short && reach.kind === 'none' ? 'Dify can’t: modern only' : text}</span>
    </Status>
  )
}

/** The gap in words; undefined where there is none, or it is not known. */
export function reachGap(reach: ServiceReach): string | undefined {
  if (reach.kind === 'part') return `Dify gets ${reach.gets} of ${reach.of} tools`
  if (reach.kind === 'none') return 'Dify can’t: only MCP 2026-07-28'
  return undefined
}
