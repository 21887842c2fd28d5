import { invalidInput } from '#lib/core/index.ts'
import type { ServiceRow } from './projection.ts'

/**
 * A stored credential is presented only to the origin it was given for: else anybody who may edit could have it sent to an
 * address of their own. Refuses, as a fault of `credential`, to keep it for a URL elsewhere.
 */
export function refuseMovedCredential(stored: Pick<ServiceRow, 'url' | 'credentialKind'>, url: string): void {
  if (stored.credentialKind === 'none') return
  const [was, is] = [new URL(stored.url).origin, new URL(url).origin]
  if (was === is) return
  throw invalidInput(
    { credential: `The stored credential was given for ${was}. Enter it again for ${is}, or choose none.` },
    'The URL leads to another server.',
  )
}
