import { looksLikeCsv, readCsv } from './formats/csv.ts'
import { FORMATS } from './formats/index.ts'
import type { ReadText } from './found.ts'
import { parseJson } from './parse/json.ts'
import type { Parsing } from './parse/parsed.ts'
import { parseToml } from './parse/toml.ts'
import { parseYaml } from './parse/yaml.ts'

/** Servers that are taken at once: all of them become one transaction. */
export const MOST_SERVERS = 2000

/**
 * Reads one text, whatever client it belongs to: the servers in it with their lines, and what is wrong with it. Throws nothing for
 * what somebody can paste. No fault repeats a value of the text.
 */
export function readText({ name, text }: { name: string; text: string }): ReadText {
  const source = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
  const nothing: ReadText = { name, format: null, found: [], inputs: {}, faults: [], notes: [] }
  if (source.trim() === '') return { ...nothing, faults: [{ line: 1, message: 'It is empty.' }] }
  if (source.includes('\u0000'))
    return { ...nothing, faults: [{ line: 1, message: 'It is no text: it holds zero bytes.' }] }
  if (looksLikeCsv(name, source)) return limited({ ...nothing, ...readCsv(source) })
  const { parsed, faults } = parse(name, source)
  if (parsed === null) return { ...nothing, faults }
  const format = FORMATS.find((each) => each.detect(parsed))
  if (format === undefined)
    return {
      ...nothing,
      faults: [
        ...faults,
        {
          line: 1,
          message:
            'No MCP servers were recognised in it: it has none of mcpServers, servers, context_servers, mcp_servers, extensions, and no URL.',
        },
      ],
    }
  const found = format.read(parsed)
  return limited({
    ...nothing,
    ...{ format: format.label, found, inputs: format.inputs?.(parsed) ?? {} },
    faults: [...faults, ...(found.length === 0 ? [{ line: 1, message: 'It holds no server.' }] : [])],
  })
}

function limited(read: ReadText): ReadText {
  if (read.found.length <= MOST_SERVERS) return read
  const line = read.found[MOST_SERVERS]?.line ?? 1
  const count = read.found.length.toLocaleString('en')
  const message = `It holds ${count} servers; at most ${MOST_SERVERS.toLocaleString('en')} are taken at once. Split it before this line.`
  return { ...read, found: [], faults: [{ line, message }] }
}

function parse(name: string, text: string): Parsing {
  const ending = /\.(jsonc?|ya?ml|toml)$/i.exec(name)?.[1]?.toLowerCase()
  if (ending === 'toml') return parseToml(text)
  if (ending === 'yml' || ending === 'yaml') return parseYaml(text)
  if (ending !== undefined || /^\s*(\{|\[\s*[\]{"]|\/\/|\/\*|")/.test(text)) return parseJson(text)
  return /^\s*\[{1,2}[\w."' -]+\]{1,2}\s*(#.*)?$/m.test(text) ? parseToml(text) : parseYaml(text)
}
