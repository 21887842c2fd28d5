import type { ObservedProvider } from '#lib/platforms/index.ts'
import type { TokenOptions } from '#lib/tokens/schema.ts'
import type { PlanChange } from '../views.ts'
import type { BoundFacts, PlannedChange, Wish } from './plan-types.ts'

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

/** «at the service's own address, API key header», «through the gateway, generated token». */
export function howCarried({ token }: Wish): string {
  if (token.mode === 'generated') return `through the gateway, ${token.how}`
  return `at the service’s own address, ${token.how}`
}

/** What a platform gets of a provider that is created through the gateway: its URL there is worth seeing before. */
export function givenOf(wish: Wish): PlanChange[] {
  const { desired, token } = wish
  if (token.mode !== 'generated') return []
  return [
    { field: 'url', label: 'URL', from: null, to: urlWords(wish) },
    { field: 'token', label: 'Token', from: null, to: tokenNow(wish) },
    ...(isOpen(desired.tokenOptions)
      ? []
      : [{ field: 'tools' as const, label: 'Tools', from: null, to: optionsWords(desired.tokenOptions) }]),
  ]
}

/** The fields that change, old and new, without a secret. */
export function changesOf(wish: Wish, change: PlannedChange, there: ObservedProvider): PlanChange[] {
  const { desired, bound } = wish
  const shown = bound?.shown ?? null
  const changes: PlanChange[] = []
  const add = (field: PlanChange['field'], label: string, from: string | null, to: string | null) => {
    if (from !== to) changes.push({ field, label, from, to })
  }
  if (change.url) add('url', 'URL', shown?.url ?? `${there.urlOrigin}/…`, urlWords(wish))
  if (change.headers) add('token', 'Token', tokenBefore(bound), tokenNow(wish))
  if (change.filter) {
    const before = bound?.generated?.options
    const open = isOpen(before) && isOpen(desired.tokenOptions)
    if (!open) add('tools', 'Tools', before ? optionsWords(before) : null, optionsWords(desired.tokenOptions))
  }
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
  if (bound === null || bound.otherTokenThere === true) return 'not known'
  if (bound.tokenMode === 'none') return 'none'
  if (bound.tokenMode === 'generated') return bound.generated ? `generated, ${bound.generated.prefix}…` : 'ended'
  return bound.tokenSetAt === null ? 'entered' : `entered, set on ${dayOf(bound.tokenSetAt)}`
}

function tokenNow({ token }: Wish): string {
  if (token.mode === 'none') return 'none'
  if (token.mode === 'generated') return `generated, for ${token.place ?? 'this namespace'} only`
  return token.setAt === null ? `another one, ${token.how}` : `another one, ${token.how}, set on ${dayOf(token.setAt)}`
}

/** Where the token travels in the path, the URL shows the place of it. */
function urlWords({ desired }: Wish): string {
  return desired.tokenInPath === true ? desired.url.replace(/\/mcp$/, '/<token>/mcp') : desired.url
}

function isOpen(options: TokenOptions | undefined): boolean {
  return options === undefined || optionsWords(options) === optionsWords(undefined)
}

/** «3 chosen, named «crm_…», at most 60 calls a minute», «all». */
function optionsWords(options: TokenOptions | undefined): string {
  return [
    options?.allowedTools ? `${options.allowedTools.length} chosen` : 'all',
    ...(options?.toolPrefix ? [`named «${options.toolPrefix}…»`] : []),
    ...(options?.callsPerMinute ? [`at most ${countOf(options.callsPerMinute, 'call')} a minute`] : []),
  ].join(', ')
}
