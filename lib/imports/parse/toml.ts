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
  const lines = text.split('\n')
  return { faults: [], parsed: { syntax: 'toml', value, lineOf: (path) => lineOfTable(lines, path) } }
}

function lineOfTable(lines: readonly string[], path: Path): number {
  for (let end = path.length; end > 0; end -= 1) {
    const wanted = path.slice(0, end).join('.')
    const at = lines.findIndex((line) => {
      const head = /^\s*\[{1,2}([^\]]+)\]/.exec(line)?.[1]
      return head !== undefined && head.replaceAll(/["'\s]/g, '') === wanted.replaceAll(/["'\s]/g, '')
    })
    if (at !== -1) return at + 1
  }
  return 1
}
