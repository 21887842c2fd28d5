import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'
import type { TextFault } from '../found.ts'
import { lineCounter } from './lines.ts'
import type { Parsing } from './parsed.ts'

const REASONS: Record<string, string> = {
  InvalidSymbol: 'a word stands here that is no JSON; texts need double quotes',
  InvalidNumberFormat: 'this is no number',
  PropertyNameExpected: 'a name in double quotes is missing',
  ValueExpected: 'a value is missing',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing before this',
  CloseBraceExpected: 'a closing } is missing',
  CloseBracketExpected: 'a closing ] is missing',
  EndOfFileExpected: 'more text follows after the end of the JSON',
  InvalidCommentToken: 'this is no comment',
  UnexpectedEndOfComment: 'a comment does not end',
  UnexpectedEndOfString: 'a text is not closed with a double quote',
  UnexpectedEndOfNumber: 'a number does not end',
  InvalidUnicode: 'this \\u escape is broken',
  InvalidEscapeCharacter: 'this \\ escape is not one of JSON',
  InvalidCharacter: 'a character stands here that JSON does not allow',
}
/** Deeper than any configuration; what is nested further is not one. */
const MOST_DEPTH = 60

/** Reads JSON with comments and trailing commas, as editors allow them. */
export function parseJson(text: string): Parsing {
  // A fragment of a file («"name": { … }») is taken as if its braces stood around it.
  const source = /^\s*"/.test(text) ? `{${text}\n}` : text
  const lineAt = lineCounter(source)
  if (depthOf(source) > MOST_DEPTH)
    return { parsed: null, faults: [{ line: 1, message: `It is nested more than ${MOST_DEPTH} levels deep.` }] }
  const errors: ParseError[] = []
  const root = parseTree(source, errors, { allowTrailingComma: true, disallowComments: false })
  const [first] = errors
  if (first !== undefined || root === undefined) {
    const reason = REASONS[printParseErrorCode(first?.error ?? 4)] ?? 'this is no JSON'
    const line = first === undefined ? 1 : lineAt(Math.min(first.offset, source.trimEnd().length))
    return { parsed: null, faults: [{ line, message: `The JSON is broken: ${reason}.` }] }
  }
  const faults: TextFault[] = []
  findDuplicates(root, (key, first, again) =>
    faults.push({
      line: lineAt(again),
      message: `«${key}» stands here again; it stood in line ${lineAt(first)} already.`,
    }),
  )
  const known = new Map<Node, Map<string, Node>>()
  // Each object is gone through once, however many servers ask for their line.
  const placesIn = (node: Node) => {
    const places = known.get(node) ?? placesOf(node)
    known.set(node, places)
    return places
  }
  return {
    faults,
    parsed: {
      syntax: 'json',
      value: getNodeValue(root),
      lineOf(path) {
        let [node, offset] = [root as Node | undefined, root.offset]
        for (const key of path) {
          node = node && placesIn(node).get(String(key))
          if (node === undefined) break
          offset = (node.parent?.type === 'property' ? node.parent : node).offset
        }
        return lineAt(offset)
      },
    },
  }
}

/** The parser calls itself for each level: a text of a million brackets would exhaust the stack. */
function depthOf(text: string): number {
  let [depth, most, quoted] = [0, 0, false]
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at]
    if (quoted) {
      if (letter === '\\') at += 1
      else if (letter === '"' || letter === '\n') quoted = false
    } else if (letter === '"') quoted = true
    else if (letter === '{' || letter === '[') most = Math.max(most, ++depth)
    else if (letter === '}' || letter === ']') depth -= 1
  }
  return most
}

function placesOf({ type, children = [] }: Node): Map<string, Node> {
  return new Map(
    children.flatMap((child, index) => {
      if (type === 'array') return [[String(index), child] as const]
      const [key, value] = child.children ?? []
      return key === undefined || value === undefined ? [] : [[String(key.value), value] as const]
    }),
  )
}

function findDuplicates(node: Node, tell: (key: string, first: number, again: number) => void): void {
  if (node.type === 'object') {
    const seen = new Map<string, number>()
    for (const property of node.children ?? []) {
      const key = String(property.children?.[0]?.value)
      const first = seen.get(key)
      if (first === undefined) seen.set(key, property.offset)
      else tell(key, first, property.offset)
    }
  }
  for (const child of node.children ?? []) findDuplicates(child, tell)
}
