import { Status } from '#components/status/status.tsx'
import type { ServiceReach } from '#lib/services/index.ts'

/** What Dify does not get of a service by itself, where there is something to say. */
export function ReachMark({ reach }: { reach: ServiceReach }) {
  const text = reachGap(reach)
  return text === undefined ? null : (
    <Status state="partial" className="min-w-0 text-muted-foreground">
      <span title={text}>{text}</span>
    </Status>
  )
}

/** The gap in words; undefined where there is none, or it is not known. */
export function reachGap(reach: ServiceReach): string | undefined {
  if (reach.kind === 'part') return `Dify gets ${reach.gets} of ${reach.of} tools`
  if (reach.kind === 'none') return 'Dify can’t: only MCP 2026-07-28'
  return undefined
}
