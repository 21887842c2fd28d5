import { isObject, type Json, type JsonObject } from '#sandbox/json.ts'
import { ON_PURPOSE, type OnPurpose } from './on-purpose.ts'
import type { Pair } from './replay.ts'

/** One place in which two answers differ. */
export interface Difference {
  readonly release: string
  readonly scenario: string
  readonly name: string
  /** Where, as keys joined by dots: `status`, `body.code`, `body.tools.0.name`. */
  readonly at: string
  readonly recorded: Json | undefined
  readonly answered: Json | undefined
}

/** Every difference of a pair: in status, headers, and the whole body, whatever is not time or chance. */
export function differencesOf(release: string, { recorded, answered }: Pair): Difference[] {
  const { scenario, name, response } = recorded
  return within(steady(response as unknown as JsonObject), steady(answered as unknown as JsonObject), []).map(
    ([at, was, is]) => ({ release, scenario, name, at: at.join('.'), recorded: was, answered: is }),
  )
}

/** The entry that explains a difference, when one does. */
export function purposeOf(difference: Difference): OnPurpose | undefined {
  return ON_PURPOSE.find(
    ({ releases, scenario, name, at }) =>
      (releases?.includes(difference.release) ?? true) &&
      scenario === difference.scenario &&
      name === difference.name &&
      (difference.at === at || difference.at.startsWith(`${at}.`)),
  )
}

type Found = [at: string[], recorded: Json | undefined, answered: Json | undefined]

function within(was: Json | undefined, is: Json | undefined, at: string[]): Found[] {
  if (Array.isArray(was) && Array.isArray(is)) {
    const longer = Math.max(was.length, is.length)
    return Array.from({ length: longer }, (_, index) => within(was[index], is[index], [...at, String(index)])).flat()
  }
  if (isObject(was) && isObject(is)) {
    const keys = new Set([...Object.keys(was), ...Object.keys(is)])
    return [...keys].flatMap((key) => within(was[key], is[key], [...at, key]))
  }
  return was === is ? [] : [[at, was, is]]
}

/** The value without what differs between any two runs: moments, process ids, and the order of workspaces. */
function steady(value: Json | undefined, key = ''): Json {
  if (typeof value === 'number' && (key.endsWith('_at') || key === 'pid')) return `<${key}>`
  if (typeof value === 'string') {
    return value
      .replaceAll(/\w{3}, \d\d \w{3} (?!1970)\d{4} [\d:]+ GMT/g, '<date>')
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:]+/g, '<date>')
  }
  if (Array.isArray(value)) {
    const members = value.map((member) => steady(member))
    const named = (member: Json) => (isObject(member) ? String(member.name) : '')
    // Neither call promises an order, and workspaces made in one second come in any.
    return key === 'workspaces' || key === 'data' ? members.toSorted((a, b) => (named(a) < named(b) ? -1 : 1)) : members
  }
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, steady(member ?? null, name)]))
  }
  return value ?? null
}
