import { isMap, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml'
import type { Parsing, Path } from './parsed.ts'

/** Reads YAML, with the line of each key. Aliases are limited by the library, so that a small text cannot become a huge one. */
export function parseYaml(text: string): Parsing {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true })
  const lineAt = (offset: number) => lines.linePos(offset).line
  if (document.errors.length > 0)
    return {
      parsed: null,
      faults: document.errors.slice(0, 20).map(({ pos, code }) => ({
        line: lineAt(pos[0]),
        message:
          code === 'DUPLICATE_KEY'
            ? 'This name stands here again.'
            : `The YAML is broken: ${REASONS[code] ?? 'this cannot be read; look at the indentation and the quotes'}.`,
      })),
    }
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: 100 })
  } catch {
    return { parsed: null, faults: [{ line: 1, message: 'The YAML refers to itself too often.' }] }
  }
  return {
    faults: [],
    parsed: { syntax: 'yaml', value, lineOf: (path) => lineAt(offsetOf(document.contents, path)) },
  }
}

const REASONS: Record<string, string> = {
  TAB_AS_INDENT: 'it is indented with a tab; YAML wants spaces',
  BAD_INDENT: 'the indentation fits no line above',
  MISSING_CHAR: 'a character is missing, such as a closing quote or bracket',
  MULTILINE_IMPLICIT_KEY: 'a name runs over several lines; a colon or a quote is missing',
  BLOCK_AS_IMPLICIT_KEY: 'two values stand where one belongs; look at the indentation',
}

function offsetOf(root: Node | null, path: Path): number {
  let [node, offset] = [root as unknown, root?.range?.[0] ?? 0]
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key),
      )
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
