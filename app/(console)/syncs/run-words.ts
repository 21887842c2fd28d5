import { counted } from '#app/(console)/services/sync/words.ts'
import type { State } from '#components/status/states.ts'
import type { VerdictSegment } from '#components/status/verdict-bar.tsx'
import type { PlanAction, RunRow, RunView, Verdict } from '#lib/sync/schema.ts'

/** Verdicts as chips and counts show them: what needs a look first, what waits last. */
export const SHOWN_VERDICTS: readonly Verdict[] = [
  'failed',
  'unknown',
  'created',
  'updated',
  'adopted',
  'removed',
  'unchanged',
  'skipped',
  'cancelled',
  'running',
  'waiting',
]

/** Each verdict is a state of the same name. */
export function stateOf(verdict: Verdict): State {
  return verdict
}

const TONES: Record<Verdict, VerdictSegment['tone'] | null> = {
  created: 'good',
  updated: 'good',
  adopted: 'good',
  removed: 'good',
  unchanged: 'quiet',
  skipped: 'quiet',
  cancelled: 'quiet',
  unknown: 'warn',
  failed: 'bad',
  running: 'running',
  waiting: null,
}

/** The bar of a run or a lane: one segment a colour, so that it stays readable. */
export function segmentsOf(counts: Record<Verdict, number>): VerdictSegment[] {
  const order: VerdictSegment['tone'][] = ['good', 'quiet', 'warn', 'bad', 'running']
  const words = { good: 'done', quiet: 'unchanged or left out', warn: 'unknown', bad: 'failed', running: 'running' }
  return order.map((tone) => ({
    tone,
    word: words[tone],
    count: SHOWN_VERDICTS.filter((verdict) => TONES[verdict] === tone).reduce(
      (sum, verdict) => sum + counts[verdict],
      0,
    ),
  }))
}

/** The badge beside a run's title. */
export function runState(run: Pick<RunRow, 'status' | 'counts' | 'paused'>): { state: State; word: string } {
  const { failed, unknown, running } = run.counts
  if (run.paused) return running > 0 ? { state: 'running', word: 'pausing' } : { state: 'paused', word: 'paused' }
  if (run.status === 'queued') return { state: 'waiting', word: 'waiting' }
  if (run.status === 'running') return { state: 'running', word: 'running' }
  if (run.status === 'cancelled') return { state: 'cancelled', word: 'cancelled' }
  if (failed > 0) return { state: 'failed', word: `${failed} failed` }
  if (unknown > 0) return { state: 'unknown', word: `${unknown} unknown` }
  return { state: 'done', word: 'done' }
}

/** «Synchronization #128 to Dify Production». */
export function runTitle(run: Pick<RunRow, 'kind' | 'number' | 'platformName'>): string {
  return run.kind === 'remove'
    ? `Removal #${run.number} from ${run.platformName}`
    : `Synchronization #${run.number} to ${run.platformName}`
}

/** «12 services into 14 namespaces». */
export function runScope(run: Pick<RunRow, 'kind' | 'services' | 'namespaces'>): string {
  const way = run.kind === 'remove' ? 'out of' : 'into'
  return `${counted(run.services, 'service')} ${way} ${counted(run.namespaces, 'namespace')}`
}

export function isOver(run: Pick<RunRow, 'status'>): boolean {
  return run.status === 'done' || run.status === 'cancelled'
}

/** How many items are as they should be. */
export function wellEnded(counts: Record<Verdict, number>): number {
  return counts.created + counts.updated + counts.adopted + counts.removed + counts.unchanged
}

/** What a waiting or running item is about to do. */
export const DOING: Record<PlanAction, string> = {
  create: 'creating',
  update: 'updating',
  adopt: 'adopting',
  remove: 'removing',
  unchanged: 'looking',
  conflict: 'deciding',
  skip: 'leaving out',
  cant: 'leaving out',
}

/** The title of the browser's tab: a running one counts, an ended one says how. */
export function tabTitle(run: RunView): string {
  const name = `#${run.number}`
  if (!isOver(run)) return `${run.finished} of ${run.total} · ${name}${run.paused ? ' paused' : ''}`
  const { failed, unknown } = run.counts
  if (failed + unknown > 0) return `✕ ${name}: ${failed > 0 ? `${failed} failed` : `${unknown} unknown`}`
  return run.status === 'cancelled' ? `${name} cancelled` : `✓ ${name} done`
}
