import { pipeline } from 'node:stream/promises'
import type { PGlite } from '@electric-sql/pglite'
import type { TransactionSql } from 'postgres'
import { FerryError } from '#lib/core/index.ts'

/** Rows at a time: what is on its way is in memory once. */
const BATCH = 50_000

/** Something that answers statements: either database. */
type Ask = <Row extends object>(text: string) => Promise<Row[]>

/** A table: its columns as a quoted list, and how many rows it has. */
interface Table {
  name: string
  columns: string
  rows: number
}

/**
 * Copies every row of the schema `public` from the embedded database into the transaction, where the same migrations have made the same
 * tables, with the positions of sequences; then compares each table by the number and the hashes of its rows. `told` hears of
 * each. Throws `copy_differs`.
 */
export async function copyTables(pglite: PGlite, tx: TransactionSql, told: (table: Table) => void): Promise<void> {
  const here: Ask = async (text) => (await pglite.query(text)).rows as never
  const there: Ask = async (text) => (await tx.unsafe(text)) as never
  await here("set timezone = 'UTC'")
  await there("set local timezone = 'UTC'")
  for (const table of await tablesInOrder(here)) {
    for (let offset = 0; offset < table.rows; offset += BATCH) await copyBatch(pglite, tx, table, offset)
    await requireSame(table, here, there)
    told(table)
  }
  await copySequences(here, there)
}

async function copyBatch(pglite: PGlite, tx: TransactionSql, { name, columns }: Table, offset: number): Promise<void> {
  const { blob } = await pglite.query(
    `copy (select ${columns} from public."${name}" order by ctid offset ${offset} limit ${BATCH}) to '/dev/blob'`,
  )
  if (blob === undefined) throw new Error(`no rows of ${name} came`)
  await pipeline(blob.stream(), await tx.unsafe(`copy public."${name}" (${columns}) from stdin`).writable())
}

/** Tables that others point to come first. */
async function tablesInOrder(ask: Ask): Promise<Table[]> {
  const tables = await ask<{ name: string; columns: string; needs: string[] }>(`
    select c.relname as name,
      (select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
        where attrelid = c.oid and attnum > 0 and not attisdropped) as columns,
      array(select r.relname::text from pg_constraint k join pg_class r on r.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as needs
    from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by c.relname`)
  const ordered: Table[] = []
  while (ordered.length < tables.length) {
    const done = new Set(ordered.map(({ name }) => name))
    const next = tables.filter(({ name, needs }) => !done.has(name) && needs.every((need) => done.has(need)))
    if (next.length === 0) throw new Error('tables point to each other in a circle')
    for (const { name, columns } of next) {
      const [count] = await ask<{ n: number }>(`select count(*)::int as n from public."${name}"`)
      ordered.push({ name, columns, rows: count?.n ?? 0 })
    }
  }
  return ordered
}

/** The same number of rows, and the same sum of the hashes of their texts. */
async function requireSame({ name, columns }: Table, here: Ask, there: Ask): Promise<void> {
  const text = `select count(*)::int as n, coalesce(sum(hashtextextended(row(${columns})::text, 0)::numeric), 0)::text as hash from public."${name}"`
  const [[one], [other]] = [
    await here<{ n: number; hash: string }>(text),
    await there<{ n: number; hash: string }>(text),
  ]
  if (one?.n === other?.n && one?.hash === other?.hash) return
  throw new FerryError('copy_differs', 500, `The copy of the table ${name} is not what was copied. Nothing was kept.`)
}

async function copySequences(here: Ask, there: Ask): Promise<void> {
  const sequences = await here<{ name: string }>(
    "select sequencename as name from pg_sequences where schemaname = 'public'",
  )
  for (const { name } of sequences) {
    const [at] = await here<{ last: string; called: boolean }>(
      `select last_value::text as last, is_called as called from public."${name}"`,
    )
    await there(`select setval('public."${name}"', ${at?.last ?? 1}, ${at?.called ?? false})`)
  }
}
