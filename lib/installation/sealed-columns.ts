import { getTableName, isNotNull, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { type Database, rowsOf } from '#db/client.ts'
import { bindings, gatewayTokens, platforms, runItems, services, syncDrafts } from '#db/schema/index.ts'
import { type SealPurpose, sealedBy } from '#lib/core/index.ts'

/** Every column that holds sealed texts, and what people call them. */
export const SEALED: readonly {
  column: PgColumn
  purpose: SealPurpose
  what: [one: string, many: string]
  again: string
}[] = [
  {
    column: services.credential,
    purpose: 'service.credential',
    what: ['credential of a service', 'credentials of services'],
    again: 'enter it again on the page of each service',
  },
  {
    column: platforms.secret,
    purpose: 'platform.secret',
    what: ['key or password of a platform', 'keys or passwords of platforms'],
    again: 'enter it again at each platform',
  },
  {
    column: bindings.token,
    purpose: 'token',
    what: ['entered token of a binding', 'entered tokens of bindings'],
    again: 'synchronize these services again and enter it',
  },
  {
    column: gatewayTokens.sealed,
    purpose: 'gateway.token',
    what: ['generated token of a binding', 'generated tokens of bindings'],
    again: 'it still opens the gateway; synchronize these services again to replace it',
  },
  {
    column: runItems.token,
    purpose: 'token',
    what: ['token of an unfinished run', 'tokens of unfinished runs'],
    again: 'cancel that run and start it anew',
  },
  {
    column: syncDrafts.tokens,
    purpose: 'draft',
    what: ['draft with entered tokens', 'drafts with entered tokens'],
    again: 'begin that synchronization anew',
  },
]

/** Sealed texts of one column that need one key. */
export interface SealedCount {
  keyId: string
  count: number
  what: string
  /** What to do when they can't be opened any more. */
  again: string
  purpose: SealPurpose
  /** One of them, to try a key on. */
  sample: string
}

/** How many secrets each key has sealed, read from their headers; nothing is opened. */
export async function countSealed(db: Database): Promise<SealedCount[]> {
  const counts: SealedCount[] = []
  const there = await columnsThere(db)
  for (const { column, purpose, what, again } of SEALED) {
    if (!there.has(`${getTableName(column.table)}.${column.name}`)) continue
    // Header by header: the first part of a compact JWE is the same text for the same key and purpose.
    const header = sql<string>`split_part(${column}, '.', 1)`
    const rows = await db
      .select({ count: sql<number>`count(*)::int`, sample: sql<string>`min(${column})` })
      .from(column.table)
      .where(isNotNull(column))
      .groupBy(header)
    for (const { count, sample } of rows)
      counts.push({ keyId: sealedBy(sample), count, what: count === 1 ? what[0] : what[1], again, purpose, sample })
  }
  return counts
}

/** What exists already: a database that is about to be migrated may lack a table or column. */
async function columnsThere(db: Database): Promise<Set<string>> {
  const rows = rowsOf<{ name: string }>(
    await db.execute(
      sql`select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'`,
    ),
  )
  return new Set(rows.map(({ name }) => name))
}
