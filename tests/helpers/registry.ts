import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** A version of a server as the registry's API gives it (`ServerResponse` of its OpenAPI, 2025-12-01). */
export interface Published {
  server: {
    name: string
    description: string
    version: string
    title?: string
    websiteUrl?: string
    repository?: { url: string; source: string }
    packages?: object[]
    remotes?: object[]
  }
  _meta: {
    'io.modelcontextprotocol.registry/official': {
      status: 'active' | 'deprecated' | 'deleted'
      statusMessage?: string
      publishedAt: string
      updatedAt: string
      isLatest: boolean
    }
  }
}

/** How it misbehaves: it answers late, with an error, with a page, or its cursor lies. */
export type Mood =
  | 'well'
  | 'slow'
  | 'busy'
  | 'failing'
  | 'page'
  | 'moved'
  | 'huge'
  | 'same-cursor'
  | 'same-page'
  | 'endless'
  | 'fails-on-page-2'
  | 'hangs-on-page-2'

export interface FakeRegistry {
  readonly url: string
  published: Published[]
  mood: Mood
  /** What was asked, newest last. */
  readonly asked: string[]
  /** Where nothing listens until it is opened again. */
  down(): Promise<void>
  up(): Promise<void>
  close(): Promise<void>
}

/** Shorthand for a version: active and latest unless said otherwise. */
export function published(
  server: Partial<Published['server']> & { name: string },
  meta: Partial<Published['_meta']['io.modelcontextprotocol.registry/official']> = {},
): Published {
  return {
    server: { description: 'A server', version: '1.0.0', ...server },
    _meta: {
      'io.modelcontextprotocol.registry/official': {
        status: 'active',
        publishedAt: '2026-01-01T00:00:00Z',
        updatedAt: '2026-01-01T00:00:00.123Z',
        isLatest: true,
        ...meta,
      },
    },
  }
}

const meta = ({ _meta }: Published) => _meta['io.modelcontextprotocol.registry/official']

/** A registry of MCP servers over HTTP: list with cursor, limit, search, version and updated_since, and single versions. */
export async function startRegistry(): Promise<FakeRegistry> {
  let port = 0
  let server: http.Server
  const asked: string[] = []
  const fake = { published: [] as Published[], mood: 'well' as Mood }

  const answer = (response: http.ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))

  const list = (query: URLSearchParams, response: http.ServerResponse) => {
    const limit = Number(query.get('limit') ?? 30)
    if (!Number.isInteger(limit) || limit < 1 || limit > 100)
      return answer(response, 422, { title: 'Unprocessable Entity', status: 422 })
    const since = query.get('updated_since')
    const search = query.get('search')?.toLowerCase() ?? ''
    const found = fake.published
      .filter((each) => query.get('version') !== 'latest' || meta(each).isLatest)
      .filter((each) => since !== null || query.get('include_deleted') === 'true' || meta(each).status !== 'deleted')
      .filter((each) => since === null || new Date(meta(each).updatedAt) > new Date(since))
      .filter(({ server: { name, description } }) => `${name} ${description}`.toLowerCase().includes(search))
      .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
    const cursor = query.get('cursor')
    if (cursor !== null && fake.mood === 'fails-on-page-2') return answer(response, 500, { title: 'Internal' })
    if (cursor !== null && fake.mood === 'hangs-on-page-2') return undefined
    const from = fake.mood === 'same-page' || cursor === null ? 0 : found.findIndex((each) => keyOf(each) > cursor)
    const servers = from === -1 ? [] : found.slice(from, from + limit)
    const last = servers.at(-1)
    const more = last !== undefined && found.indexOf(last) < found.length - 1
    const lies: Partial<Record<Mood, string>> = {
      'same-cursor': 'again',
      'same-page': `page-${asked.length}`,
      endless: `${last === undefined ? (cursor ?? '') : keyOf(last)}~`,
    }
    const nextCursor = lies[fake.mood] ?? (more ? keyOf(last) : undefined)
    return answer(response, 200, { servers, metadata: { count: servers.length, ...(nextCursor && { nextCursor }) } })
  }

  const one = (name: string, version: string, query: URLSearchParams, response: http.ServerResponse) => {
    const found = fake.published.find(
      (each) =>
        each.server.name === name && (version === 'latest' ? meta(each).isLatest : each.server.version === version),
    )
    const hidden = found && meta(found).status === 'deleted' && query.get('include_deleted') !== 'true'
    return found === undefined || hidden
      ? answer(response, 404, { title: 'Not Found', status: 404, detail: 'Server not found' })
      : answer(response, 200, found)
  }

  const handle = (request: http.IncomingMessage, response: http.ServerResponse) => {
    asked.push(request.url ?? '')
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://registry')
    if (fake.mood === 'slow') return
    if (fake.mood === 'busy') return void answer(response, 429, { title: 'Too Many' }, { 'retry-after': '120' })
    if (fake.mood === 'failing') return void answer(response, 503, { title: 'Unavailable' })
    if (fake.mood === 'moved')
      return void answer(response, 301, {}, { location: 'https://elsewhere.example.com/v0.1/' })
    if (fake.mood === 'page') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hello</p>')
    if (fake.mood === 'huge') return void answer(response, 200, { servers: [], padding: 'x'.repeat(9 * 1024 * 1024) })
    if (pathname === '/v0.1/servers') return void list(searchParams, response)
    const [, name, version] = /^\/v0\.1\/servers\/([^/]+)\/versions\/([^/]+)$/.exec(pathname) ?? []
    if (name !== undefined && version !== undefined)
      return void one(decodeURIComponent(name), decodeURIComponent(version), searchParams, response)
    answer(response, 404, { title: 'Not Found', status: 404 })
  }

  const up = async () => {
    server = http.createServer(handle)
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  }
  const down = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  await up()
  return Object.assign(fake, { url: `http://127.0.0.1:${port}`, asked, up, down, close: down })
}

/** The official registry's cursor is the last entry's name and version; entries come in that order. */
function keyOf({ server: { name, version } }: Published): string {
  return `${name}:${version}`
}

/** Sets `REGISTRY_URL` for this process. */
export function useRegistry(url: string): void {
  process.env.REGISTRY_URL = url
  // The environment is read once a process.
  delete (globalThis as Record<symbol, unknown>)[Symbol.for('mcp-ferry.environment')]
}
