import { pipeline, Readable } from 'node:stream'
import { stringify } from 'csv-stringify'

/**
 * Rows as CSV (UTF-8 with a byte order mark, for spreadsheets), streamed as they come. A cell that a spreadsheet would take for a
 * formula is escaped.
 */
export function streamCsv(columns: string[], rows: AsyncIterable<unknown[]>): Readable {
  const csv = stringify({ header: true, columns, bom: true, escape_formulas: true })
  // A failure on the way, or a reader who leaves, ends both streams; what was sent then stops short.
  pipeline(Readable.from(rows), csv, () => {})
  return csv
}
