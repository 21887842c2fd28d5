import type { Candidate } from '#lib/sync/schema.ts'
import type { CandidateForm } from './candidate-form.ts'

/** One line or server of what was pasted. */
interface Pasted {
  /** Line number of the text, or the name of the server. */
  where: string
  name: string
  url: string
  /** Bearer token, when there is one. */
  token?: string
  headers?: Record<string, string>
}

/** What pasting did: the rows that it fills in, and what it could not place. */
export interface PasteOutcome {
  filled: { key: string; part: Partial<CandidateForm> }[]
  problems: string[]
}

/**
 * Reads addresses, one a line («identifier URL token», the token optional; spaces, tabs, commas or semicolons between), or the JSON
 * of a client (`mcpServers`, `servers`), and finds the candidate of each: by identifier or name, else by the host when only one
 * candidate has it. Pure.
 */
export function readPasted(text: string, candidates: readonly Candidate[]): PasteOutcome {
  const problems: string[] = []
  const entries = /^\s*[{[]/.test(text) ? fromJson(text, problems) : fromLines(text, problems)
  const filled = new Map<string, Partial<CandidateForm>>()
  for (const entry of entries) {
    const found = matching(entry, candidates)
    if (typeof found === 'string') problems.push(`${entry.where}: ${found}`)
    else if (filled.has(found.key))
      problems.push(`${entry.where}: «${found.identifier}» was filled in by an earlier one.`)
    else filled.set(found.key, partOf(entry, found))
  }
  return { filled: [...filled].map(([key, part]) => ({ key, part })), problems }
}

function fromLines(text: string, problems: string[]): Pasted[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const where = `Line ${index + 1}`
    const words = line
      .split(/[\s,;]+/)
      .map((word) => word.replace(/^"(.*)"$/, '$1'))
      .filter((word) => word !== '' && !/^bearer$/i.test(word))
    if (words.length === 0 || words[0]?.startsWith('#')) return []
    const at = words.findIndex((word) => /^https?:\/\//i.test(word))
    const url = words[at]
    if (url === undefined) {
      if (index > 0) problems.push(`${where}: no address that begins with http:// or https://.`)
      return []
    }
    const token = words[at + 1]
    return [{ where, name: words.slice(0, at).join(' '), url, ...(token !== undefined && { token }) }]
  })
}

function fromJson(text: string, problems: string[]): Pasted[] {
  let root: unknown
  try {
    root = JSON.parse(text)
  } catch (error) {
    problems.push(`The JSON is broken: ${error instanceof Error ? error.message : ''}`)
    return []
  }
  const servers = objectOf(objectOf(root)?.mcpServers) ?? objectOf(objectOf(root)?.servers) ?? objectOf(root)
  return Object.entries(servers ?? {}).flatMap(([name, value]) => {
    const server = objectOf(value)
    const url = server?.url ?? server?.serverUrl ?? server?.httpUrl
    if (typeof url !== 'string') {
      problems.push(`«${name}»: it has no URL.`)
      return []
    }
    const headers = Object.entries(objectOf(server?.headers) ?? {}).filter(
      (pair): pair is [string, string] => typeof pair[1] === 'string',
    )
    return [{ where: `«${name}»`, name, url, headers: Object.fromEntries(headers) }]
  })
}

function objectOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}

function matching({ name, url }: Pasted, candidates: readonly Candidate[]): Candidate | string {
  const origin = URL.canParse(url) ? new URL(url).origin : undefined
  if (origin === undefined) return `«${url}» is no address.`
  const plain = (word: string) => word.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
  const named =
    name === ''
      ? []
      : candidates.filter((one) => [one.identifier, one.name].some((word) => plain(word) === plain(name)))
  const ofHost = (named.length > 0 ? named : candidates).filter(({ urlOrigin }) => urlOrigin === origin)
  if (ofHost.length === 1 && ofHost[0] !== undefined) return ofHost[0]
  if (named.length > 0 && ofHost.length === 0)
    return `«${name}» is at ${named[0]?.urlOrigin} in Dify, not at ${origin}.`
  if (ofHost.length > 1) return `several are at ${origin}. Begin with the identifier.`
  return name === '' ? `nothing is at ${origin}.` : `nothing here is called «${name}», nor at ${origin}.`
}

function partOf({ url, token, headers = {} }: Pasted, { tokens }: Candidate): Partial<CandidateForm> {
  const slots = (slot: Partial<CandidateForm['slots'][number]>) =>
    tokens.map(() => ({ token: '', username: '', headers: [], ...slot }))
  const pairs = Object.entries(headers)
  const [first] = pairs
  if (token !== undefined) {
    const apiKey = tokens[0]?.headers.find(({ name }) => name.toLowerCase() !== 'authorization')
    return apiKey === undefined
      ? { url, said: 'bearer', slots: slots({ token }) }
      : { url, said: 'apiKey', header: apiKey.name, slots: slots({ token }) }
  }
  if (first === undefined) return { url }
  const bearer = /^authorization$/i.test(first[0]) ? /^bearer (.+)$/i.exec(first[1])?.[1] : undefined
  if (pairs.length === 1 && bearer !== undefined) return { url, said: 'bearer', slots: slots({ token: bearer }) }
  if (pairs.length === 1) return { url, said: 'apiKey', header: first[0], slots: slots({ token: first[1] }) }
  return { url, said: 'headers', slots: slots({ headers: pairs.map(([name, value]) => ({ name, value })) }) }
}
