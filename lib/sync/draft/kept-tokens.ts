import type { TokenFacts } from '#lib/tokens/index.ts'
import type { BindingRow, Draft, ServiceRow } from './load-draft.ts'

/** The bindings whose token may be kept: entered for the origin that the service still has. */
export function keepable({ service, bound }: { service: ServiceRow; bound: BindingRow[] }): BindingRow[] {
  const { origin } = new URL(service.url)
  return bound.filter(({ token, tokenOrigin }) => token !== null && tokenOrigin === origin)
}

/** The generated token that a binding presents and goes on with; undefined where there is none, or it has ended, ends or expired. */
export function livingToken(
  { gatewayTokens }: Pick<Draft, 'gatewayTokens'>,
  binding: BindingRow | null,
): (TokenFacts & { id: string }) | undefined {
  if (binding === null || binding.tokenMode !== 'generated' || binding.gatewayTokenId === null) return undefined
  const facts = gatewayTokens.get(binding.gatewayTokenId)
  if (facts === undefined || facts.endsAt !== null) return undefined
  if (facts.expiresAt !== null && facts.expiresAt.getTime() <= Date.now()) return undefined
  return { id: binding.gatewayTokenId, ...facts }
}
