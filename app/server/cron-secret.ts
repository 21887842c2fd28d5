import { createHash, timingSafeEqual } from 'node:crypto'
import { FerryError } from '#lib/core/index.ts'

/**
 * Lets a caller pass who presents the cron's secret as a Bearer. Throws `cron_secret_missing` (503) where none is set, `unauthenticated`
 * (401) for a wrong one or none.
 */
export function requireCronSecret(authorization: string | null, secret: string | undefined): void {
  if (secret === undefined)
    throw new FerryError('cron_secret_missing', 503, 'The tick is closed: no CRON_SECRET is set.', {
      next: 'Set CRON_SECRET in the project’s environment variables, and deploy again.',
    })
  const [, given = ''] = /^Bearer +(\S+) *$/i.exec(authorization ?? '') ?? []
  if (!timingSafeEqual(hashOf(given), hashOf(secret)))
    throw new FerryError('unauthenticated', 401, 'The tick wants «Authorization: Bearer», then CRON_SECRET.')
}

/** Of one length, so that the time of comparing says nothing. */
function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
