import type { TokenSummary } from '#lib/tokens/index.ts'

/** What a token is called in a sentence or a name: «Weather in Research», «nightly report for Weather». */
export function tokenName({ service, namespace, name }: Pick<TokenSummary, 'service' | 'namespace' | 'name'>): string {
  return namespace === null ? `«${name}» for ${service.name}` : `${service.name} in ${namespace.name}`
}

/** Whether a token can be rolled now: neither over nor on its way out. */
export function canRoll({ state }: Pick<TokenSummary, 'state'>): boolean {
  return state === 'active'
}

/** Whether a gateway still lets it in. */
export function isValid({ state }: Pick<TokenSummary, 'state'>): boolean {
  return state === 'active' || state === 'ending'
}

export function countOf(number: number, what = 'token'): string {
  return number === 1 ? `1 ${what}` : `${number.toLocaleString('en')} ${what}s`
}

/** Why a token is over, in a word. */
export const ENDED_WORDS = { revoked: 'revoked', replaced: 'replaced', unbound: 'removed from there' } as const
