/** PostgreSQL takes 65,535 parameters a statement; our widest rows have some forty. */
const ROWS_A_STATEMENT = 500

/** Rows in pieces that one insert carries each, in their order; none for no rows. */
export function* chunksOf<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) yield rows.slice(start, start + ROWS_A_STATEMENT)
}
