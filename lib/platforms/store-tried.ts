import type { Database } from '#db/client.ts'
import { recordContact } from './record-status.ts'
import { storeNamespaces } from './store-namespaces.ts'
import type { TriedConnection } from './try-connection.ts'

/** Writes what a test found of a saved platform: its status, and when it was reached its namespaces. */
export async function storeTried(db: Database, id: string, tried: TriedConnection): Promise<void> {
  if (!tried.ok) {
    const { code, message, next } = tried.error
    return recordContact(db, id, { reached: false, code, message, ...(next !== undefined && { next }) })
  }
  const { release, identity, ms, namespaces } = tried.report
  await recordContact(db, id, { reached: true, release, identity, ms })
  await storeNamespaces(db, id, namespaces)
}
