import type { Check, Verdicts } from './suite.ts'

/** A check that ended otherwise one way than the other. */
export interface Difference {
  scenario: string
  check: string
  /** «direct: …» or «through: …»: how it ended there, and not on the other side. */
  text: string
}

/**
 * The checks that ended otherwise. `every`: all must have ended alike, as between the same server reached directly and through a
 * pass-through. `failures`: only what failed counts, as in the suite's own verdict on a scenario; behind a bridge stands another server,
 * and what that one does not offer is skipped or remarked on.
 */
export function differences(direct: Verdicts, through: Verdicts, which: 'every' | 'failures'): Difference[] {
  return [...new Set([...direct.keys(), ...through.keys()])].flatMap((scenario) => {
    const left = counted(direct.get(scenario), which)
    const right = counted(through.get(scenario), which)
    return [
      ...without(left, right).map((check) => difference(scenario, check, 'direct')),
      ...without(right, left).map((check) => difference(scenario, check, 'through')),
    ]
  })
}

/** Checks that passed, and checks that failed. Skipped ones and mere remarks are neither. */
export function totals(verdicts: Verdicts): { passed: number; failed: number } {
  const all = [...verdicts.values()].flat()
  const count = (wanted: Check['status']) => all.filter(({ status }) => status === wanted).length
  return { passed: count('SUCCESS'), failed: count('FAILURE') }
}

const NOT_RUN: Check = { id: 'scenario', name: 'Scenario', status: 'FAILURE', errorMessage: 'did not run to its end' }

function counted(checks: readonly Check[] = [NOT_RUN], which: 'every' | 'failures'): Check[] {
  // Remarks count frames as they arrive: their number is chance.
  return checks.filter(({ status }) => (which === 'every' ? status !== 'INFO' : status === 'FAILURE'))
}

/** What is in `checks` more often than in `others`. */
function without(checks: Check[], others: Check[]): Check[] {
  const left = others.map(key)
  return checks.filter((check) => {
    const at = left.indexOf(key(check))
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

const key = ({ id, name, status }: Check) => `${id} ${name} ${status}`

function difference(scenario: string, { id, status, errorMessage }: Check, where: string): Difference {
  const why = errorMessage === undefined ? '' : `, ${errorMessage.slice(0, 200)}`
  return { scenario, check: id, text: `${where}: ${id} ${status}${why}` }
}
