import { eq, sql } from 'drizzle-orm'
import { type Database, rowsOf } from '#db/client.ts'
import { settings } from '#db/schema/index.ts'
import { RELEASE } from './release.ts'

const KEY = 'installation.schema'

/** What the database remembers of who brought it to its schema. */
export interface SchemaNote {
  release: string
  migration: string
}

/** The note, whatever release wrote it; undefined where there is none. */
export async function readSchemaNote(db: Database): Promise<SchemaNote | undefined> {
  const [there] = rowsOf<{ is: boolean }>(
    await db.execute(sql`select to_regclass('public.settings') is not null as is`),
  )
  if (there?.is !== true) return undefined
  const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, KEY))
  return row?.value as SchemaNote | undefined
}

/** Remembers that this release brought it to `migration`. */
export async function writeSchemaNote(db: Database, migration: string): Promise<void> {
  const value: SchemaNote = { release: RELEASE, migration }
  await db
    .insert(settings)
    .values({ key: KEY, value })
    .onConflictDoUpdate({ target: settings.key, set: { value, updatedAt: new Date() } })
}
