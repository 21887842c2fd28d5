import { connectorFor, type PlatformFacts } from '#lib/platforms/index.ts'

/** The one thing to know of a platform's release before all others, as a sentence; null until it was reached once. */
export function releaseLimit({ kind, release }: Pick<PlatformFacts, 'kind' | 'release'>): string | null {
  if (release === null) return null
  const { newerThanKnown, measuredAs, cannot } = connectorFor(kind).capabilities(release)
  return newerThanKnown ? `Newer than any measured, treated like ${measuredAs}.` : (cannot[0] ?? null)
}
