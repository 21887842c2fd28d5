import type { ObservedProvider } from '#lib/platforms/index.ts'
import type { PlannedChange, Wish } from './plan-types.ts'
import { countOf } from './plan-words.ts'

/** Why a provider of ours is not as it should be. `reason` is null when only our own wish has changed. */
export interface Drift {
  change: PlannedChange
  code: string | null
  reason: string | null
}

/** What differs between a provider of ours and what should be there; null when nothing does. */
export function driftOf(
  wish: Pick<Wish, 'bound' | 'change' | 'desired' | 'toolCount' | 'tools'>,
  own: ObservedProvider,
  platform: string,
): Drift | null {
  const { bound, desired } = wish
  const change: PlannedChange = {
    url: wish.change.url || own.urlOrigin !== new URL(desired.url).origin,
    headers: wish.change.headers,
    look: wish.change.look || own.name !== desired.name || own.identifier !== desired.identifier,
    ...(wish.change.filter === true && { filter: true }),
  }
  if (bound?.remoteUpdatedAt != null && own.updatedAt > bound.remoteUpdatedAt)
    return {
      change: { ...change, url: true, headers: true, look: true },
      code: 'changed_there',
      reason: `Somebody changed it in ${platform} since; it is put right.`,
    }
  const repair = repairOf(wish, change, own, platform)
  if (repair !== null) return { change, ...repair }
  return Object.values(change).includes(true) ? { change, code: null, reason: null } : null
}

function repairOf(
  { bound, toolCount, desired, tools }: Pick<Wish, 'bound' | 'toolCount' | 'desired' | 'tools'>,
  change: PlannedChange,
  own: ObservedProvider,
  platform: string,
): { code: string; reason: string } | null {
  if (bound?.state === 'unknown')
    return { code: 'unknown_before', reason: 'How the last attempt ended is not known; it is put right.' }
  if (bound?.state === 'failed')
    return { code: bound.stateCode ?? 'failed_before', reason: 'The last attempt failed; it is tried again.' }
  if (!own.authorised)
    return { code: 'not_connected', reason: `${platform} holds it for not connected; it is connected again.` }
  if (own.tools.length === 0)
    return { code: 'no_tools', reason: `${platform} lists no tools of it; they are read again.` }
  // Another way, or other tools allowed on it: then the numbers say nothing of the service.
  if (change.filter === true || (bound?.tokenMode === 'generated') !== (desired.tokenOptions !== undefined)) return null
  // Nobody counted when it was adopted: what is listed there says it by itself.
  if (bound?.origin === 'adopted' && bound.toolsOfService === null && tools.length > 0 && !sameNames(tools, own.tools))
    return {
      code: 'tools_changed',
      reason: `${platform} lists other tools than the service has now; they are read again.`,
    }
  const before = bound?.toolsOfService
  if (before != null && toolCount !== null && before !== toolCount)
    return {
      code: 'tools_changed',
      reason: `The service has ${countOf(toolCount, 'tool')} now, ${before} when it was carried; they are read again.`,
    }
  return null
}

function sameNames(some: readonly string[], others: readonly string[]): boolean {
  const names = new Set(others)
  return new Set(some).size === names.size && some.every((name) => names.has(name))
}
