import { parse, TomlError } from 'smol-toml'
import type { Parsing, Path } from './parsed.ts'

/** Reads TOML. The library tells no positions: the line is that of the table's head. */
export function parseToml(text: string): Parsing {
  let value: unknown
  try {
    value = parse(text)
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    // The first line says what is wrong; below it the library shows the text, which may hold a secret.
    const reason = /redefin|duplicate|already/i.test(error.message) ? 'this stands here again' : 'this cannot be read'
    return { parsed: null, faults: [{ line: error.line, message: `The TOML is broken: ${reason}.` }] }
  }
  const heads = headsOf(text)
  const lineOf = (path: Path) => {
    for (let end = path.length; end > 0; end -= 1) {
      const line = heads.get(path.slice(0, end).join('.').replaceAll(QUOTES, ''))
      if (line !== undefined) return line
    }
    return 1
  }
  return { faults: [], parsed: { syntax: 'toml', value, lineOf } }
}

const QUOTES = /["'\s]/g

/** The line of each table's head, by its path. */
function headsOf(text: string): Map<string, number> {
  const heads = new Map<string, number>()
  text.split('\n').forEach((line, index) => {
    const head = /^\s*\[{1,2}([^\]]+)\]/.exec(line)?.[1]?.replaceAll(QUOTES, '')
    if (head !== undefined && !heads.has(head)) heads.set(head, index + 1)
  })
  return heads
}
