import { listOf } from '../plan/plan-words.ts'
import type { Verdict } from '../schema.ts'
import type { RunRow } from '../views.ts'

const GOOD: readonly Verdict[] = ['created', 'updated', 'adopted', 'unchanged', 'removed']
const OTHER: readonly Verdict[] = ['failed', 'unknown', 'skipped', 'cancelled']

/** How a run ended, in one or two sentences: what succeeded, and what did not. */
export function runOutcome({ counts, kind, platformName }: Pick<RunRow, 'counts' | 'kind' | 'platformName'>): {
  good: boolean
  message: string
} {
  const named = (verdicts: readonly Verdict[]) =>
    listOf(verdicts.filter((verdict) => counts[verdict] > 0).map((verdict) => `${counts[verdict]} ${verdict}`))
  const done = named(GOOD)
  const rest = named(OTHER)
  const good = rest === '' || (counts.failed === 0 && counts.unknown === 0 && counts.cancelled === 0)
  if (rest !== '')
    return {
      good,
      message: [done, rest]
        .filter((part) => part !== '')
        .map((part) => `${upper(part)}.`)
        .join(' '),
    }
  return {
    good,
    message:
      kind === 'remove'
        ? `${upper(done)}.`
        : `${upper(done)}. ${platformName} reports all of them connected, with their tools.`,
  }
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
