import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { answer, type Exchange, readExchange, rpcError } from './http.ts'
import { type Credential, type Service, type ServiceKey, servicesOf } from './services.ts'
import { ANSWERS } from './wrong/answers.ts'
import { PROTOCOL } from './wrong/protocol.ts'
import { STREAMS } from './wrong/streams.ts'

export type { ServiceKey } from './services.ts'

export interface McpServersOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number
  /** How long the slow service takes for each answer; 3 seconds when absent. */
  readonly slowMs?: number
}

/** A service as an operator would register it. */
export interface ServiceInfo {
  readonly key: ServiceKey
  readonly name: string
  readonly description: string
  readonly icon: string
  readonly url: string
  readonly tools: number
  readonly credential?: Credential
}

/** One request as it arrived. Credentials are never kept, only whether they were right. */
interface Received {
  readonly method: string
  readonly path: string
  readonly rpc: string | undefined
  readonly protocolVersion: string | undefined
  readonly userAgent: string | undefined
  readonly session: boolean
  readonly credential: 'right' | 'wrong' | 'none'
  /** What a JSON-RPC request carried as its parameters. */
  readonly params: unknown
}

export interface McpServers {
  readonly url: string
  readonly port: number
  readonly services: Readonly<Record<ServiceKey, ServiceInfo>>
  /** The addresses that do one thing wrong, by name. */
  readonly wrong: Readonly<Record<string, string>>
  /** What arrived, oldest first; the last 20,000. */
  readonly received: readonly Received[]
  clearReceived(): void
  /** Gives a service another credential, or none: from now on it honours only that. */
  setCredential(key: ServiceKey, credential: Credential | undefined): void
  /** Takes a service out (every request gets 503) and puts it back. */
  setDown(key: ServiceKey, down: boolean): void
  close(): Promise<void>
}

const WRONG = { ...ANSWERS, ...STREAMS, ...PROTOCOL }

/**
 * Starts the MCP servers of the sandbox on 127.0.0.1, one path each.
 * @throws the listening error when the port is taken.
 */
export async function startMcpServers({ port = 0, slowMs = 3000 }: McpServersOptions = {}): Promise<McpServers> {
  const services = servicesOf(slowMs)
  const credentials = new Map(services.map(({ key, credential }) => [key, credential]))
  const down = new Set<ServiceKey>()
  const received: Received[] = []

  const server = http.createServer(async (request, response) => {
    try {
      const exchange = await readExchange(request, response)
      const service = services.find(({ path }) => exchange.path === path || exchange.path === `${path}/messages`)
      const credential = service && credentials.get(service.key)
      const row = noted(exchange, credential)
      if (received.length >= RECEIVED_LIMIT) received.shift()
      received.push(row)
      if (!service) return await serveOther(exchange, services)
      if (down.has(service.key)) return answer(exchange, 503, 'text/plain', 'Service Unavailable')
      if (credential && row.credential !== 'right') return answer(exchange, 401, 'application/json', UNAUTHORIZED)
      await service.serve(exchange)
    } catch (error) {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' })
      response.end(error instanceof Error ? error.message : '')
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  const taken = (server.address() as AddressInfo).port
  const url = `http://127.0.0.1:${taken}`

  return {
    url,
    port: taken,
    services: Object.fromEntries(services.map((service) => [service.key, info(service, url)])) as Record<
      ServiceKey,
      ServiceInfo
    >,
    wrong: Object.fromEntries(Object.keys(WRONG).map((name) => [name, `${url}/wrong/${name}/mcp`])),
    received,
    clearReceived: () => void received.splice(0),
    setCredential: (key, credential) => void credentials.set(key, credential),
    setDown: (key, isDown) => void (isDown ? down.add(key) : down.delete(key)),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const RECEIVED_LIMIT = 20_000
const UNAUTHORIZED = '{"error":"unauthorized"}'
const METADATA = '/.well-known/oauth-protected-resource'

async function serveOther(exchange: Exchange, services: readonly Service[]): Promise<void> {
  const { path, request } = exchange
  const name = /^\/wrong\/([^/]+)/.exec(path)?.[1]
  const wrong = name === undefined ? undefined : WRONG[name]
  if (wrong) return wrong(exchange)
  const origin = `http://${request.headers.host}`
  if (path.startsWith(`${METADATA}/wrong/oauth-401`)) {
    const resource = `${origin}${path.slice(METADATA.length)}`
    const metadata = { resource, authorization_servers: [`${origin}/authorization`], scopes_supported: ['tools:list'] }
    return answer(exchange, 200, 'application/json', JSON.stringify(metadata))
  }
  if (path === '/') {
    const paths = [...services.map((one) => one.path), ...Object.keys(WRONG).map((one) => `/wrong/${one}/mcp`)]
    return answer(exchange, 200, 'text/plain', `${paths.join('\n')}\n`)
  }
  if (exchange.rpc.method !== undefined) return rpcError(exchange, 404, -32601, 'Nothing is served at this path')
  answer(exchange, 404, 'text/plain', 'Not Found')
}

function info({ key, name, description, icon, path, tools, credential }: Service, url: string): ServiceInfo {
  return { key, name, description, icon, url: `${url}${path}`, tools, ...(credential && { credential }) }
}

function noted({ request, path, rpc, message }: Exchange, credential: Credential | undefined): Received {
  const header = (name: string) => {
    const value = request.headers[name]
    return typeof value === 'string' ? value : undefined
  }
  const given = header(credential?.header.toLowerCase() ?? 'authorization')
  const params = typeof message === 'object' && message !== null && 'params' in message ? message.params : undefined
  return {
    method: request.method ?? '',
    path,
    rpc: rpc.method,
    protocolVersion: header('mcp-protocol-version'),
    userAgent: header('user-agent'),
    session: header('mcp-session-id') !== undefined,
    credential: given === undefined ? 'none' : given === credential?.value ? 'right' : 'wrong',
    params,
  }
}
