import {
  type Document,
  isMap,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml'
import type { TextFault } from '../found.ts'
import type { Parsing, Path } from './parsed.ts'

/** Reads YAML, with the line of each key. Aliases are limited by the library, so that a small text cannot become a huge one. */
export function parseYaml(text: string): Parsing {
  const lines = new LineCounter()
  let document: Document.Parsed
  try {
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false })
  } catch (error) {
    // The library calls itself for each level.
    if (!(error instanceof RangeError)) throw error
    return { parsed: null, faults: [{ line: 1, message: 'The YAML is nested too deep.' }] }
  }
  const lineAt = (offset: number) => lines.linePos(offset).line
  if (document.errors.length > 0)
    return {
      parsed: null,
      faults: document.errors.slice(0, 20).map(({ pos, code }) => ({
        line: lineAt(pos[0]),
        message: `The YAML is broken: ${REASONS[code] ?? 'this cannot be read; look at the indentation and the quotes'}.`,
      })),
    }
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: 100 })
  } catch {
    return { parsed: null, faults: [{ line: 1, message: 'The YAML refers to itself too often.' }] }
  }
  return {
    faults: duplicatesOf(document, lineAt),
    parsed: { syntax: 'yaml', value, lineOf: (path) => lineAt(offsetOf(document.contents, path)) },
  }
}

/** The library's own look for them compares each name with every other. */
function duplicatesOf(document: Document.Parsed, lineAt: (offset: number) => number): TextFault[] {
  const faults: TextFault[] = []
  visit(document, {
    Map(_, map) {
      const seen = new Set<string>()
      for (const { key } of map.items) {
        if (!isScalar(key)) continue
        const name = String(key.value)
        if (seen.has(name))
          faults.push({ line: lineAt(key.range?.[0] ?? 0), message: `«${name.slice(0, 40)}» stands here again.` })
        seen.add(name)
      }
    },
  })
  return faults
}

const REASONS: Record<string, string> = {
  TAB_AS_INDENT: 'it is indented with a tab; YAML wants spaces',
  BAD_INDENT: 'the indentation fits no line above',
  MISSING_CHAR: 'a character is missing, such as a closing quote or bracket',
  MULTILINE_IMPLICIT_KEY: 'a name runs over several lines; a colon or a quote is missing',
  BLOCK_AS_IMPLICIT_KEY: 'two values stand where one belongs; look at the indentation',
}

/** Each map is gone through once, however many servers ask for their line. */
const pairsOf = new WeakMap<YAMLMap, Map<string, Pair>>()

function pairAt(map: YAMLMap, key: string | number): Pair | undefined {
  const pairs =
    pairsOf.get(map) ?? new Map(map.items.map((pair) => [isScalar(pair.key) ? String(pair.key.value) : '', pair]))
  pairsOf.set(map, pairs)
  return pairs.get(String(key))
}

function offsetOf(root: Node | null, path: Path): number {
  let [node, offset] = [root as unknown, root?.range?.[0] ?? 0]
  for (const key of path) {
    if (isMap(node)) {
      const pair = pairAt(node, key)
      if (pair === undefined) break
      offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? offset) : offset
      node = pair.value
    } else if (typeof key === 'number' && typeof node === 'object' && node !== null && 'items' in node) {
      node = (node.items as unknown[])[key]
      offset = (node as Node | undefined)?.range?.[0] ?? offset
    } else break
  }
  return offset
}
