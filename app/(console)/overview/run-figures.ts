import type { State } from '#components/status/states.ts'
import type { RunRow } from '#lib/sync/schema.ts'

/** How a run stands: its mark, and how many of its items are as they should be. */
export function runFigures({ status, counts, total }: RunRow): {
  state: State
  good: number
  failed: number
  total: number
} {
  const { created, updated, adopted, unchanged, removed, failed, unknown } = counts
  const off = failed + unknown
  const state: State =
    status === 'queued'
      ? 'waiting'
      : status === 'running'
        ? 'running'
        : off > 0
          ? 'failed'
          : status === 'cancelled'
            ? 'cancelled'
            : 'done'
  return { state, good: created + updated + adopted + unchanged + removed, failed: off, total }
}
