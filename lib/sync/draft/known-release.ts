import { FerryError } from '#lib/core/index.ts'
import type { PlatformRow } from './load-draft.ts'

/** The release that a platform reported last. Throws `platform_unchecked` when it never did. */
export function knownRelease({ name, release }: Pick<PlatformRow, 'name' | 'release'>): string {
  if (release === null)
    throw new FerryError('platform_unchecked', 409, `The release of «${name}» is not known yet.`, {
      next: 'Test its connection once.',
    })
  return release
}
