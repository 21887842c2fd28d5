import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { answer, readExchange, type Serve } from '#sandbox/mcp/http.ts'
import { overSse, withoutSessions } from '#sandbox/mcp/serve/legacy.ts'
import { tool } from '#sandbox/mcp/tool.ts'

export interface Probe {
  readonly url: string
  close(): Promise<void>
}

const GOOD = 'Bearer good-token-1234567890'
const SECOND = 'Bearer second-token-0987654321'

/** The MCP servers that the recorded Difys were pointed at, at the same paths; the slow one is only a little slow. */
export async function startProbe(): Promise<Probe> {
  const one = tools(1)
  const two = tools(2)
  const kinds: Record<string, Serve> = {
    open: one,
    many: tools(60),
    bearer: wanting('authorization', [GOOD], one),
    bearer2: wanting('authorization', [GOOD, SECOND], two),
    apikey: wanting('x-api-key', ['key-1234567890'], one),
    forbidden: (exchange) => answer(exchange, 403, 'application/json', '{"error":"forbidden"}'),
    html: (exchange) => answer(exchange, 200, 'text/html; charset=utf-8', '<html><body>hello</body></html>'),
    err: (exchange) => answer(exchange, 500, 'text/html; charset=utf-8', 'boom'),
    slow: async (exchange) => {
      await new Promise((resolve) => setTimeout(resolve, 150))
      await one(exchange)
    },
    events: overSse(offer(1), '/events/a/sse'),
  }
  const server = http.createServer(async (request, response) => {
    const exchange = await readExchange(request, response)
    const serve = kinds[exchange.path.split('/')[1] ?? '']
    if (serve) await serve(exchange)
    else answer(exchange, 404, 'text/plain', 'Not Found')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A port of this machine on which nobody listens. */
export async function deadPort(): Promise<number> {
  const server = http.createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

function offer(count: number) {
  const input = z.object({ city: z.string() })
  const names = Array.from({ length: count }, (_, at) => (at === 0 ? 'weather' : `tool_${at}`))
  return {
    name: 'probe',
    tools: names.map((name) => tool(name, 'Weather of a city', input, ({ city }) => `Sunny in ${city}`)),
  }
}

function tools(count: number): Serve {
  return withoutSessions(offer(count), 'events')
}

function wanting(header: string, values: readonly string[], serve: Serve): Serve {
  return (exchange) => {
    const given = exchange.request.headers[header]
    if (typeof given === 'string' && values.includes(given)) return serve(exchange)
    return answer(exchange, 401, 'application/json', '{"error":"unauthorized"}')
  }
}
