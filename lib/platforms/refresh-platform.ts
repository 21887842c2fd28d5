import type { Database } from '#db/client.ts'
import { platformConnection } from './connection.ts'
import { countProviders } from './count-providers.ts'
import { contactOf, recordContact } from './record-status.ts'
import { type NamespaceChanges, storeNamespaces } from './store-namespaces.ts'

interface RefreshOptions {
  /** Milliseconds for counting. */
  countBudgetMs: number
  /** Whether namespaces are counted only as often as their cost allows. */
  onlyDue: boolean
  signal?: AbortSignal | undefined
}

export interface Refreshed extends NamespaceChanges {
  /** Namespaces whose providers were counted, and those left with their older number. */
  counted: number
  left: number
}

/** Lists a platform's namespaces anew and counts what is in them. Its failure is kept as the platform's status, and thrown. */
export async function refreshPlatform(
  db: Database,
  id: string,
  { countBudgetMs, onlyDue, signal }: RefreshOptions,
): Promise<Refreshed> {
  const platform = await platformConnection({ db }, id)
  try {
    const listed = await platform.connector.listNamespaces(platform.connection, signal)
    const changes = await db.transaction(async (tx) => {
      await recordContact(tx, id, { reached: true, release: listed.release, ms: listed.ms })
      return storeNamespaces(tx, id, listed.namespaces)
    })
    return { ...changes, ...(await countProviders(db, platform, { budgetMs: countBudgetMs, onlyDue, signal })) }
  } catch (error) {
    const contact = contactOf(error)
    if (contact !== undefined) await recordContact(db, id, contact)
    throw error
  }
}
