import { CsvError, parse } from 'csv-parse/sync'
import { SERVICE_CSV_COLUMNS } from '#lib/services/index.ts'
import type { Found, ReadText } from '../found.ts'
import { credentialHeader } from '../variable-name.ts'

/** Columns that are read; the rest of our own CSV says what a check found. */
const READ = [
  'name',
  'identifier',
  'description',
  'url',
  'transport',
  'credential',
  'token',
  'header',
  'value',
  'username',
  'password',
  'timeout_seconds',
] as const
/** What a table may hold without a word: what is read, and what our own export says of a check. */
const KNOWN: ReadonlySet<string> = new Set([...READ, ...SERVICE_CSV_COLUMNS])
type Column = (typeof READ)[number]
type Cells = Partial<Record<Column, string>>

/** Whether a text is a table: by the name of its file, or by a first line that names columns. */
export function looksLikeCsv(name: string, text: string): boolean {
  if (/\.(csv|tsv)$/i.test(name)) return true
  const head = (text.split('\n', 1)[0] ?? '').toLowerCase()
  return /^["\w][\w" ]*[,;\t]/.test(head) && /(^|[,;\t])\s*"?url"?\s*($|[,;\t])/.test(head.trim())
}

/** Reads a table with a head, as our own export writes it, with comma, semicolon or tab between the cells. */
export function readCsv(text: string): Pick<ReadText, 'format' | 'found' | 'faults' | 'notes'> {
  const read = { format: 'CSV', found: [] as Found[], faults: [] as ReadText['faults'], notes: [] as string[] }
  let rows: { record: string[]; info: { lines: number } }[]
  try {
    rows = parse(text, {
      delimiter: delimiterOf(text),
      info: true,
      relaxColumnCount: true,
      skipEmptyLines: true,
      bom: true,
    }) as unknown as typeof rows
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = Number((error as { lines?: number }).lines ?? 1)
    return {
      ...read,
      faults: [
        { line, message: 'The table is broken here: a quote is opened and not closed, or stands inside a cell.' },
      ],
    }
  }
  const [head, ...body] = rows
  const columns = (head?.record ?? []).map((cell) =>
    cell
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, '_'),
  )
  const line = head?.info.lines ?? 1
  const double = columns.find((column, index) => column !== '' && columns.indexOf(column) !== index)
  if (double !== undefined)
    return { ...read, faults: [{ line, message: `The column «${double.slice(0, 40)}» stands there twice.` }] }
  if (!columns.includes('url')) return { ...read, faults: [{ line, message: 'The first line names no column «url».' }] }
  const unknown = columns.filter((column) => column !== '' && !KNOWN.has(column))
  if (unknown.length > 0)
    read.notes.push(
      `Columns that nothing is read from: ${unknown
        .slice(0, 10)
        .map((each) => each.slice(0, 40))
        .join(', ')}.`,
    )
  let ends = line
  for (const { record, info } of body) {
    // The parser tells where a row ends; one with line breaks in its cells begins earlier.
    const begins = info.lines - record.join('').split('\n').length + 1
    ends = info.lines
    if (record.every((cell) => cell.trim() === '')) continue
    if (record.length > columns.length)
      read.faults.push({
        line: begins,
        message: `This row has ${record.length} cells, the first line ${columns.length}; it is left out.`,
      })
    else
      read.found.push(
        rowOf(
          Object.fromEntries(columns.map((column, index) => [column, unescaped(record[index] ?? '')])) as Cells,
          begins,
        ),
      )
  }
  if (read.found.length === 0 && read.faults.length === 0)
    read.faults.push({ line: ends, message: 'No row follows the first line.' })
  return read
}

function delimiterOf(text: string): string {
  const head = text.split('\n', 1)[0] ?? ''
  const count = (mark: string) => head.split(mark).length
  return ['\t', ';'].find((mark) => count(mark) > count(',')) ?? ','
}

/** Our export writes ' before a cell that a spreadsheet would take for a formula. */
function unescaped(cell: string): string {
  return cell.replace(/^'(?=[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20])/, '').trim()
}

function rowOf(cells: Cells, line: number): Found {
  const { name = '', identifier = '', description, url = '', transport = '', timeout_seconds: timeout = '' } = cells
  const found: Found = {
    name: name === '' ? identifier || hostOf(url) : name,
    ...{ named: name !== '', line, url, headers: {}, notes: [] },
    ...(identifier !== '' && { identifier }),
    ...(description !== undefined && { description }),
    ...(/^\d+$/.test(timeout) && { timeoutSeconds: Number(timeout) }),
  }
  if (url === '') return { ...found, fault: 'It has no URL.' }
  if (transport !== '' && !['auto', 'streamable_http', 'sse'].includes(transport))
    return { ...found, fault: 'The transport is none of auto, streamable_http, sse.' }
  if (timeout !== '' && !/^\d+$/.test(timeout))
    return { ...found, fault: 'The column timeout_seconds holds no whole number.' }
  return {
    ...found,
    ...(transport !== '' && { transport: transport as NonNullable<Found['transport']> }),
    ...credentialOf(cells, found),
  }
}

function credentialOf(cells: Cells, found: Found): Partial<Found> {
  const { credential: said = '', token = '', header = '', value = '', username = '', password = '' } = cells
  const kind = said.toLowerCase().replaceAll(/[\s_-]/g, '')
  const variable = credentialHeader(found.identifier ?? found.name)
  if (token !== '') return { headers: { Authorization: `Bearer ${token.replace(/^bearer /i, '')}` } }
  if (header !== '') return { headers: { [header]: value === '' ? variable('KEY') : value } }
  if (username !== '')
    return password === ''
      ? { headers: { Authorization: `Basic ${variable('BASIC')}` } }
      : { headers: { Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` } }
  if (kind === '' || kind === 'none') return {}
  if (kind === 'bearer') return { headers: { Authorization: `Bearer ${variable('TOKEN')}` } }
  if (kind === 'basic') return { headers: { Authorization: `Basic ${variable('BASIC')}` } }
  if (kind === 'apikey' || kind === 'headers' || kind === 'oauthclient') return { credentialKind: said }
  return { fault: 'The credential is none of none, bearer, apiKey, basic, headers, oauthClient.' }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : 'server'
}
