import type { Era } from '#lib/mcp/index.ts'

/**
 * What a platform that speaks the legacy era and reads one page of tools (Dify up to its newest release) gets of a service by
 * itself: `all`, `part` (`gets` of `of` tools), `none` (it serves the modern era only), or `unknown` before a good check.
 */
export type ServiceReach =
  | { kind: 'all'; of: number }
  | { kind: 'part'; gets: number; of: number }
  | { kind: 'none'; of: number }
  | { kind: 'unknown' }

/** The reach that the facts of the last good check make. */
export function serviceReach(facts: {
  eras: Era[]
  toolCount: number | null
  legacyFirstPageTools: number | null
}): ServiceReach {
  const { toolCount: of, legacyFirstPageTools: gets } = facts
  if (of === null || facts.eras.length === 0) return { kind: 'unknown' }
  if (!facts.eras.includes('legacy')) return { kind: 'none', of }
  return gets === null || gets >= of ? { kind: 'all', of } : { kind: 'part', gets, of }
}
