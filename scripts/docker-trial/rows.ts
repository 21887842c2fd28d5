/** Every row of a database: by table, each under its primary key. */
export type Rows = Record<string, Record<string, Row>>
type Row = Record<string, unknown>

/** Asks the process that tells its rows (`slowDemoAndRows`). */
export async function rowsAt(port: number): Promise<Rows> {
  return (await (await fetch(`http://127.0.0.1:${port}`)).json()) as Rows
}

/** What may be another one afterwards, by table: these columns, every column of the rows that the function chooses, or the rows themselves. */
export type Allowed = Readonly<Record<string, readonly string[] | ((row: Row) => boolean) | 'gone'>>

/**
 * Compares row by row and column by column: every row of `before` is in `after`, and nothing of it differs but what `allowed` names; rows
 * that came may be more. Returns how many rows were compared, and the columns that did differ. Throws with each row that is missing
 * or differs otherwise.
 */
export function compareRows(before: Rows, after: Rows, allowed: Allowed): { rows: number; differed: string[] } {
  const faults: string[] = []
  const differed = new Set<string>()
  let rows = 0
  for (const [table, ofTable] of Object.entries(before)) {
    const may = allowed[table] ?? []
    if (may === 'gone') continue
    for (const [key, was] of Object.entries(ofTable)) {
      rows += 1
      const is = after[table]?.[key]
      if (is === undefined) faults.push(`${table} ${key} is missing`)
      else
        for (const column of differing(was, is)) {
          if (typeof may === 'function' ? may(was) : may.includes(column)) differed.add(`${table}.${column}`)
          else
            faults.push(
              `${table} ${key}: ${column} was ${JSON.stringify(was[column])}, is ${JSON.stringify(is[column])}`,
            )
        }
    }
  }
  if (faults.length > 0) throw new Error(`${faults.length} faults among ${rows} rows:\n${faults.join('\n')}`)
  return { rows, differed: [...differed].toSorted() }
}

const differing = (one: Row, other: Row) =>
  Object.keys(one).filter((column) => JSON.stringify(one[column]) !== JSON.stringify(other[column]))
