import type { ObservedProvider, ProviderChange } from '#lib/platforms/index.ts'
import type { PlanChange } from '../views.ts'
import type { BoundFacts, Wish } from './plan-types.ts'

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })

/** «3 Nov» of an ISO time. */
function dayOf(iso: string): string {
  return DAY.format(new Date(iso))
}

/** «1 tool», «12 tools». */
export function countOf(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
}

/** «URL, token and icon»: a list in words. */
export function listOf(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** «at the service's own address, API key header». */
export function howCarried({ token }: Wish): string {
  return `at the service’s own address, ${token.how}`
}

/** The fields that change, old and new, without a secret. */
export function changesOf(wish: Wish, change: ProviderChange, there: ObservedProvider): PlanChange[] {
  const { desired, bound } = wish
  const shown = bound?.shown ?? null
  const changes: PlanChange[] = []
  const add = (field: PlanChange['field'], label: string, from: string | null, to: string | null) => {
    if (from !== to) changes.push({ field, label, from, to })
  }
  if (change.url) add('url', 'URL', shown?.url ?? `${there.urlOrigin}/…`, desired.url)
  if (change.headers) add('token', 'Token', tokenBefore(bound), tokenNow(wish))
  if (change.look) {
    add('name', 'Name', there.name, desired.name)
    if (there.identifier !== desired.identifier) add('identifier', 'Identifier', there.identifier, desired.identifier)
    if (shown !== null) {
      const icon = shown.iconEmoji === desired.iconEmoji ? shown.iconColor : shown.iconEmoji
      add('icon', 'Icon', icon, shown.iconEmoji === desired.iconEmoji ? desired.iconColor : desired.iconEmoji)
      add('timeouts', 'Timeouts', timeouts(shown), timeouts(desired))
    }
  }
  return changes
}

function timeouts(one: { timeoutSeconds: number; sseReadTimeoutSeconds: number }): string {
  return `${one.timeoutSeconds} s, stream ${one.sseReadTimeoutSeconds} s`
}

function tokenBefore(bound: BoundFacts | null): string | null {
  if (bound === null) return 'not known'
  if (bound.tokenMode === 'none') return 'none'
  return bound.tokenSetAt === null ? 'entered' : `entered, set on ${dayOf(bound.tokenSetAt)}`
}

function tokenNow({ token }: Wish): string {
  if (token.mode === 'none') return 'none'
  return token.setAt === null ? `another one, ${token.how}` : `another one, ${token.how}, set on ${dayOf(token.setAt)}`
}
