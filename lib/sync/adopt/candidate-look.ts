import { createServiceSchema, SSE_READ_TIMEOUT_SECONDS, TIMEOUT_SECONDS } from '#lib/services/schema.ts'
import type { ForeignProvider } from './foreign-providers.ts'

/** What of a service a provider's look becomes. */
export interface CandidateLook {
  name: string
  iconEmoji: string
  iconColor: string
  timeoutSeconds: number
  sseReadTimeoutSeconds: number
}

const FALLBACK = { iconEmoji: '🧰', iconColor: '#e2e8f0' }
const { shape } = createServiceSchema

/** The look that most of the providers of one candidate have, as far as a service can have it. Pure. */
export function candidateLook(identifier: string, providers: readonly ForeignProvider[]): CandidateLook {
  const names = providers.map(({ name }) => name.trim()).filter((name) => shape.name.safeParse(name).success)
  return {
    name: mostCommon(names) ?? identifier,
    iconEmoji: mostCommon(providers.flatMap((one) => lookOf(one).iconEmoji ?? [])) ?? FALLBACK.iconEmoji,
    iconColor: mostCommon(providers.flatMap((one) => lookOf(one).iconColor ?? [])) ?? FALLBACK.iconColor,
    timeoutSeconds: mostCommon(providers.flatMap((one) => lookOf(one).timeoutSeconds ?? [])) ?? TIMEOUT_SECONDS.preset,
    sseReadTimeoutSeconds:
      mostCommon(providers.flatMap((one) => lookOf(one).sseReadTimeoutSeconds ?? [])) ??
      SSE_READ_TIMEOUT_SECONDS.preset,
  }
}

/** A provider's look as a service can have it; null where it has none of the kind, or that is not readable. Pure. */
export function lookOf({ details }: ForeignProvider) {
  const emoji = shape.iconEmoji.safeParse(details.iconEmoji)
  return {
    iconEmoji: emoji.success ? emoji.data : null,
    iconColor: details.iconColor,
    timeoutSeconds: within(details.timeoutSeconds, TIMEOUT_SECONDS),
    sseReadTimeoutSeconds: within(details.sseReadTimeoutSeconds, SSE_READ_TIMEOUT_SECONDS),
  }
}

function within(seconds: number | null, { min, max }: { min: number; max: number }): number | null {
  return seconds === null ? null : Math.min(max, Math.max(min, Math.round(seconds)))
}

/** The value that comes most often, the first of equals. */
function mostCommon<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].toSorted(([, one], [, other]) => other - one)[0]?.[0]
}
