import type { PlatformConnection, ReleaseCapabilities } from '../connector.ts'
import { PlatformError } from '../platform-error.ts'

/** Throws `key_refused_by_release` when the connection signs in by a key that this release takes for nothing. */
export function refuseKeyOfRelease(connection: PlatformConnection, row: ReleaseCapabilities): void {
  if (connection.login.kind !== 'adminKey' || row.adminKey) return
  throw new PlatformError(
    'key_refused_by_release',
    `Dify ${row.release} refuses its own admin key for everything but the list of workspaces.`,
    {
      next: 'Use an account, or upgrade Dify to 1.11.',
    },
  )
}
