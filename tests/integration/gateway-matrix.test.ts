import { execFile, spawnSync } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { Client as Client2, StreamableHTTPClientTransport as Streamable2 } from '@modelcontextprotocol/client'
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js'
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js'
import { StreamableHTTPClientTransport as Streamable1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { describe, expect, it } from 'vitest'
import { startTestGateway } from '#tests/helpers/gateway-calls.ts'
import { type ProbeKind, startMcpProbe } from '#tests/helpers/mcp-probe/index.ts'

/** What a client saw: the era it speaks, how many tools one list had, and what a call answered. */
interface Seen {
  era: string | undefined
  tools: number
  said: unknown
}

type Door = { url: string; sseUrl: string; token: string }

const run = promisify(execFile)
const CLIENT = path.join(import.meta.dirname, '../helpers/mcp_client.py')
const INFO = { name: 'matrix', version: '1.0.0' }
const MODERN = '2026-07-28'
const call = { name: 'echo', arguments: { text: 'hello' } }

const clients: Record<string, (door: Door) => Promise<Seen>> = {
  'SDK 2, default': (door) => withClient2({}, door),
  'SDK 2, auto': (door) => withClient2({ versionNegotiation: { mode: 'auto' } }, door),
  'SDK 2, pinned': (door) => withClient2({ versionNegotiation: { mode: { pin: MODERN } } }, door),
  'SDK 1': ({ url, token }) => withClient1(new Streamable1(new URL(url), bearer(token)) as Transport),
  'SDK 1, SSE': ({ sseUrl, token }) => withClient1(new SSEClientTransport(new URL(sseUrl), bearer(token))),
  'SDK 1, SSE, token in the path': ({ sseUrl, token }) =>
    withClient1(new SSEClientTransport(new URL(sseUrl.replace(/\/sse$/, `/${token}/sse`)))),
  'SDK 1, token in the path': ({ url, token }) =>
    withClient1(new Streamable1(new URL(url.replace(/\/mcp$/, `/${token}/mcp`))) as Transport),
}
const kinds: ProbeKind[] = ['stateful', 'stateless', 'json', 'sse', 'dual', 'modern']

describe('every client reaches every service', () => {
  const probe = startMcpProbe()
  const gateway = startTestGateway()

  for (const [name, look] of Object.entries(clients))
    it.each(kinds)(`${name} → %s`, async (kind) => {
      const seen = await look(await gateway.open(probe.service(kind)))
      expect(seen).toMatchObject({ tools: 25, said: [{ type: 'text', text: 'hello' }] })
      if (name === 'SDK 2, pinned') expect(seen.era).toBe('modern')
    })
})

/** Interpreters to try: `MCP_PYTHON` (several by `:`), else the one at hand. */
const pythons = (process.env.MCP_PYTHON ?? 'python3').split(':').map((python) => ({ python, sdk: sdkOf(python) }))

describe.each(pythons)('a Python with the SDK: $python', ({ python, sdk }) => {
  if (sdk === undefined) return void it.skip(`${python} has no mcp; MCP_PYTHON names one that has`, () => {})
  const probe = startMcpProbe()
  const gateway = startTestGateway()
  const modes = sdk.startsWith('1.') ? ['legacy', 'sse'] : ['auto', 'legacy', MODERN, 'sse']

  for (const mode of modes)
    it.each(kinds)(`${mode} → %s`, async (kind) => {
      const { url, sseUrl, token } = await gateway.open(probe.service(kind))
      const address = (mode === 'sse' ? sseUrl : url).replace(/\/(mcp|sse)$/, `/${token}/$1`)
      const { stdout } = await run(python, [CLIENT, mode, address])
      // A modern client follows cursors; a legacy one may not, and gets everything at once.
      const pages = mode === 'legacy' || mode === 'sse' ? 1 : 3
      expect(JSON.parse(stdout)).toEqual({ tools: 25, pages, said: 'hello' })
    })
})

function sdkOf(python: string): string | undefined {
  const { status, stdout } = spawnSync(python, [CLIENT, 'version'], { encoding: 'utf8' })
  return status === 0 ? JSON.parse(stdout) : undefined
}

async function withClient2(options: ConstructorParameters<typeof Client2>[1], { url, token }: Door): Promise<Seen> {
  const client = new Client2(INFO, options)
  await client.connect(new Streamable2(new URL(url), bearer(token)))
  const { tools } = await client.listTools()
  const { content } = await client.callTool(call)
  const era = client.getProtocolEra()
  await client.close()
  return { era, tools: tools.length, said: content }
}

/** One list without following cursors, as Dify asks. */
async function withClient1(transport: Transport): Promise<Seen> {
  const client = new Client1(INFO)
  await client.connect(transport)
  const { tools } = await client.listTools()
  const { content } = await client.callTool(call)
  await client.close()
  return { era: 'legacy', tools: tools.length, said: content }
}

function bearer(token: string) {
  return { requestInit: { headers: { authorization: `Bearer ${token}` } } }
}
