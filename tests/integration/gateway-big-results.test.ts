import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type Exchange, result } from '#sandbox/mcp/http.ts'
import { legacyCall, modernCall, openPost, startTestGateway } from '#tests/helpers/gateway-calls.ts'
import { serve } from '#tests/helpers/http-server.ts'

const gateway = startTestGateway()
const MEGABYTES = 16
/** Pieces as services send them: of one read, of several, and more than one in one. */
const PIECES = [33_000, 7, 12_000, 40_000, 200_000, 1_000, 64 * 1024]
const PAUSE_EVERY = 2 * 1024 * 1024
const PAUSE_MS = 40
/** Random, so that a byte of another place is noticed. */
const text = randomBytes((MEGABYTES * 1024 * 1024 * 3) / 4).toString('base64')

const FORMS = ['JSON of known length', 'JSON in chunks', 'an event'] as const
type Form = (typeof FORMS)[number]

/** A service whose every call answers with the text. */
async function bigService(form: Form, eras: ('legacy' | 'modern')[]) {
  const origin = await serve(async (exchange) => {
    const { method, id } = exchange.rpc
    if (method === 'initialize')
      return result(exchange, {
        protocolVersion: '2025-06-18',
        capabilities: { tools: {} },
        serverInfo: { name: 'big', version: '1' },
      })
    if (method === 'notifications/initialized') return exchange.response.writeHead(202).end()
    if (method === 'tools/list') return result(exchange, { tools: [] })
    await sendInPieces(exchange, form, { jsonrpc: '2.0', id, result: { content: [{ type: 'text', text }] } })
  })
  return gateway.open({ url: `${origin}/mcp`, eras })
}

async function sendInPieces({ response }: Exchange, form: Form, message: unknown): Promise<void> {
  const json = JSON.stringify(message)
  const body = Buffer.from(form === 'an event' ? `data: ${json}\n\n` : json)
  response.writeHead(200, {
    'content-type': form === 'an event' ? 'text/event-stream' : 'application/json',
    ...(form === 'JSON of known length' && { 'content-length': body.length }),
  })
  for (let at = 0, turn = 0; at < body.length; turn++) {
    const size = PIECES[turn % PIECES.length] ?? 1
    if (!response.write(body.subarray(at, at + size))) await new Promise((resolve) => response.once('drain', resolve))
    at += size
  }
  response.end()
}

/** Calls and reads by fits and starts. */
async function readSlowly(door: { url: string; token: string }, caller: 'legacy' | 'modern') {
  const { body, headers } =
    caller === 'modern'
      ? modernCall('tools/call', { name: 'big', arguments: {} })
      : { body: legacyCall('tools/call', { name: 'big', arguments: {} }), headers: {} }
  const response = await openPost(door, body, headers)
  const chunks: Buffer[] = []
  let unread = 0
  for await (const chunk of response) {
    chunks.push(chunk)
    unread += chunk.length
    if (unread < PAUSE_EVERY) continue
    unread = 0
    await sleep(PAUSE_MS)
  }
  const said = Buffer.concat(chunks).toString()
  return JSON.parse(said.slice(said.indexOf('{')))
}

describe.each([
  ['legacy', 'legacy'],
  ['modern', 'modern'],
  ['legacy', 'modern'],
  ['modern', 'legacy'],
] as const)(`${MEGABYTES} MB for a %s caller of a %s service`, (caller, era) => {
  it.each(FORMS)('come byte for byte, as %s, to several slow readers at once', async (form) => {
    const door = await bigService(form, [era])
    const answers = await Promise.all([1, 2, 3].map(() => readSlowly(door, caller)))
    for (const answer of answers) {
      expect(answer.id).toBe(1)
      // Not `toBe`: the difference of two such texts takes minutes to print.
      expect(answer.result.content[0].text === text).toBe(true)
    }
  })
})
