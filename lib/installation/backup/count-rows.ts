import { sql } from 'drizzle-orm'
import { type Database, rowsOf } from '#db/client.ts'

/** Figures of what is stored, the job queue left aside. */
export interface RowCount {
  tables: number
  rows: number
}

/** Counts the rows of every table of ours. */
export async function countRows(db: Database): Promise<RowCount> {
  const tables = await publicTables(db)
  if (tables.length === 0) return { tables: 0, rows: 0 }
  const counts = sql.join(
    tables.map((name) => sql`select count(*) as n from public.${sql.identifier(name)}`),
    sql` union all `,
  )
  const [row] = rowsOf<{ rows: number }>(
    await db.execute(sql`select sum(n)::float8 as rows from (${counts}) as counts`),
  )
  return { tables: tables.length, rows: row?.rows ?? 0 }
}

/** The names of the tables in the schema `public`. */
export async function publicTables(db: Database): Promise<string[]> {
  const rows = rowsOf<{ name: string }>(
    await db.execute(sql`select tablename as name from pg_tables where schemaname = 'public' order by tablename`),
  )
  return rows.map(({ name }) => name)
}
