import { isObject } from '../json-rpc.ts'
import { decodeHeaderValue, encodeHeaderValue } from './header-values.ts'

/** One argument of a tool that travels as a header `Mcp-Param-<name>` as well (`x-mcp-header` in its schema). */
export interface ParamHeader {
  /** Where the argument is: keys from the arguments downwards. */
  path: readonly string[]
  name: string
}

const DECIMAL = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
/** Deeper schemas are somebody's mistake, or malice. */
const MAX_DEPTH = 32

/** The arguments of a tool that have to travel as headers, from its `inputSchema`; reached through `properties` only. */
export function paramHeadersOf(inputSchema: unknown): ParamHeader[] {
  const found: ParamHeader[] = []
  collect(inputSchema, [], found)
  return found
}

/** The headers `mcp-param-*` for the arguments of one call. Absent and null ones have none. */
export function paramHeaderValues(declared: readonly ParamHeader[], args: unknown): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const { path, name } of declared) {
    const text = primitiveText(at(args, path))
    if (text !== undefined) headers[`mcp-param-${name.toLowerCase()}`] = encodeHeaderValue(text)
  }
  return headers
}

/** The first argument whose header is missing or says something else; undefined where all agree. Numbers compare as numbers. */
export function paramHeaderMismatch(
  declared: readonly ParamHeader[],
  args: unknown,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): ParamHeader | undefined {
  return declared.find(({ path, name }) => {
    const value = at(args, path)
    const expected = primitiveText(value)
    if (expected === undefined) return false
    const header = headers[`mcp-param-${name.toLowerCase()}`]
    const said = typeof header === 'string' ? decodeHeaderValue(header) : undefined
    if (said === undefined) return true
    return typeof value === 'number' && DECIMAL.test(said) ? Number(said) !== value : said !== expected
  })
}

function collect(schema: unknown, path: readonly string[], into: ParamHeader[]): void {
  if (!isObject(schema) || path.length > MAX_DEPTH) return
  const name = schema['x-mcp-header']
  if (path.length > 0 && typeof name === 'string' && TOKEN.test(name)) into.push({ path, name })
  if (!isObject(schema.properties)) return
  for (const [key, child] of Object.entries(schema.properties)) collect(child, [...path, key], into)
}

function at(root: unknown, path: readonly string[]): unknown {
  let node = root
  for (const key of path) {
    if (!isObject(node) || !Object.hasOwn(node, key)) return undefined
    node = node[key]
  }
  return node
}

function primitiveText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? undefined : String(value)
}
