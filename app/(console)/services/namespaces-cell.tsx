import { Status } from '#components/status/status.tsx'
import type { BindingSummary } from '#lib/sync/schema.ts'

/** In how many namespaces a service is, and what is off there, the worst only. */
export function NamespacesCell({ summary }: { summary: BindingSummary | undefined }) {
  const { in_sync = 0, failed = 0, unknown = 0 } = summary ?? {}
  const all = in_sync + failed + unknown
  if (all === 0) return <span className="text-muted-foreground">in none</span>
  return (
    <span className="flex items-center gap-2 whitespace-nowrap">
      <span className="text-right md:w-6">{all}</span>
      {failed > 0 ? (
        <Status state="failed">{failed} failed</Status>
      ) : unknown > 0 ? (
        <Status state="unknown">{unknown} unknown</Status>
      ) : (
        <span className="text-muted-foreground">in sync</span>
      )}
    </span>
  )
}
