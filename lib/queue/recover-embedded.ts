import type { PGlite } from '@electric-sql/pglite'

/**
 * Gives back what the process before this one held when it died. Only one process can have an embedded database open, so
 * nobody is asked and nothing is waited for.
 */
export async function recoverEmbedded(pglite: PGlite): Promise<void> {
  await pglite.query('delete from leases')
  // A schedule may have sent the next one already, and only one may wait; it comes again by itself.
  await pglite.query("delete from pgboss.job where state = 'active' and policy is distinct from 'standard'")
  await pglite.query(
    "update pgboss.job set state = 'created', started_on = null, heartbeat_on = null where state = 'active'",
  )
}
