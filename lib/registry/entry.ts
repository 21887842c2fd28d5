import { z } from 'zod'

/**
 * An entry of a registry of MCP servers: the envelope of its API (`/v0.1/servers`: `{server, _meta}`) and the part of the format
 * server.json (2025-12-11) that matters here. Read leniently: what is optional may be missing or odd, unknown fields are ignored,
 * texts are cut and stripped of what a database or a page cannot show.
 */

const OFFICIAL = 'io.modelcontextprotocol.registry/official'
const MOST_REMOTES = 20
const MOST_INPUTS = 40
const MOST_CHOICES = 100

/** One line of text of at most `most` characters, without control characters. */
function line(most: number) {
  return z.string().transform((text) =>
    text
      .toWellFormed()
      .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
      .trim()
      .slice(0, most)
      .toWellFormed(),
  )
}

/** Optional, and absent when it is odd. */
const maybe = <S extends z.ZodType>(schema: S) => schema.optional().catch(undefined)
/** The good ones of a list, at most `most`; an odd list is an empty one. */
function list<S extends z.ZodType>(schema: S, most: number) {
  return z
    .array(z.unknown())
    .catch([])
    .transform((items) =>
      items
        .slice(0, most)
        .map((item) => schema.safeParse(item))
        .flatMap((parsed) => (parsed.success ? [parsed.data as z.output<S>] : [])),
    )
}

/** What somebody is asked for: the schema's `Input`. Booleans and numbers are taken for their text. */
const value = z.union([z.string(), z.number(), z.boolean()]).transform(String).pipe(line(2000))
const inputSchema = z.object({
  description: maybe(line(500)),
  isRequired: z.boolean().catch(false),
  isSecret: z.boolean().catch(false),
  format: z.enum(['string', 'number', 'boolean', 'filepath']).catch('string'),
  value: maybe(value),
  default: maybe(value),
  placeholder: maybe(line(200)),
  choices: list(value, MOST_CHOICES),
})

const variablesSchema = z
  .record(z.string(), inputSchema)
  .catch({})
  .transform((variables) => Object.fromEntries(Object.entries(variables).slice(0, MOST_INPUTS)))

const headerSchema = inputSchema.extend({ name: line(128).pipe(z.string().min(1)), variables: variablesSchema })

const remoteSchema = z.object({
  type: z.enum(['streamable-http', 'sse']),
  /** May hold variables: `https://{tenant}.example.com/mcp`. */
  url: line(2048).pipe(z.string().min(1)),
  headers: list(headerSchema, MOST_INPUTS),
  variables: variablesSchema,
})

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text))

const envelopeSchema = z.object({
  server: z.object({
    name: z
      .string()
      .max(200)
      .regex(/^[A-Za-z0-9._-]+\/[A-Za-z0-9._-]+$/),
    version: line(255).pipe(z.string().min(1)),
    title: maybe(line(100)),
    description: line(500).catch(''),
    websiteUrl: maybe(webAddress()),
    repository: maybe(z.object({ url: maybe(webAddress()) })),
    remotes: list(remoteSchema, MOST_REMOTES),
    packages: list(z.object({ registryType: line(40).catch('package') }), MOST_REMOTES),
  }),
  _meta: maybe(
    z.object({
      [OFFICIAL]: maybe(
        z.object({
          status: z.enum(['active', 'deprecated', 'deleted']).catch('active'),
          statusMessage: maybe(line(500)),
          updatedAt: maybe(moment),
          isLatest: maybe(z.boolean()),
        }),
      ),
    }),
  ),
})

/** Addresses that become links: only those of the web. */
function webAddress() {
  return line(2048).refine((text) => /^https?:\/\//i.test(text) && URL.canParse(text))
}

/** What one input of a remote asks for; `RemoteHeader` with its name. */
export type RemoteInput = z.output<typeof inputSchema>
export type RemoteHeader = z.output<typeof headerSchema>
/** One way to reach a server: transport, URL and headers, both with variables. */
export type Remote = z.output<typeof remoteSchema>

export type EntryStatus = 'active' | 'deprecated' | 'deleted'

/** A version of a server as a registry tells it. */
export interface RegistryEntry {
  name: string
  version: string
  title: string | null
  description: string
  status: EntryStatus
  statusMessage: string | null
  websiteUrl: string | null
  repositoryUrl: string | null
  remotes: Remote[]
  /** Kinds of packages (`npm`, `pypi`, `oci`, …), each once. */
  packages: string[]
  updatedAt: Date | null
  isLatest: boolean
}

/** Reads one entry; undefined when it is none. A registry without metadata of its own counts as one whose entries are active and latest. */
export function readEntry(data: unknown): RegistryEntry | undefined {
  const parsed = envelopeSchema.safeParse(data)
  if (!parsed.success) return undefined
  const { server, _meta } = parsed.data
  const meta = _meta?.[OFFICIAL]
  return {
    name: server.name,
    version: server.version,
    title: server.title || null,
    description: server.description,
    status: meta?.status ?? 'active',
    statusMessage: meta?.statusMessage || null,
    websiteUrl: server.websiteUrl ?? null,
    repositoryUrl: server.repository?.url ?? null,
    remotes: server.remotes,
    packages: [...new Set(server.packages.map(({ registryType }) => registryType))],
    updatedAt: meta?.updatedAt ?? null,
    isLatest: meta?.isLatest ?? true,
  }
}

/** The remotes that a cache keeps, read again. */
export function readRemotes(stored: unknown): Remote[] {
  return list(remoteSchema, MOST_REMOTES).parse(stored)
}
