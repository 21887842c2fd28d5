import type { DatabaseConnection } from '#db/client.ts'
import { freePort } from '#tests/helpers/free-port.ts'
import { startGateway, type TestGateway } from '#tests/helpers/gateway.ts'

/** A free port as the address of the gateway in this process; before anything asks for the environment. */
export async function gatewayAddress(): Promise<{ url: string; port: number }> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  setGatewayUrl(url)
  return { url, port }
}

/** From now on this is where platforms reach the gateway. */
export function setGatewayUrl(url: string): void {
  process.env.GATEWAY_URL = url
  // Parsed once in a process.
  delete (globalThis as Record<symbol, unknown>)[Symbol.for('mcp-ferry.environment')]
}

/** The gateway at its address, before a database. */
export function gatewayAt(connection: DatabaseConnection, { port }: { port: number }): Promise<TestGateway> {
  return startGateway(connection, { port })
}

/** Calls a tool as a platform does that is given this URL and these headers; the text of its answer, or the refusal. */
export async function callTool(
  { url, headers = {} }: { url: string; headers?: Record<string, string> },
  name: string,
  args: object = {},
): Promise<string> {
  const ask = async (body: object, more: Record<string, string> = {}) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        accept: 'application/json, text/event-stream',
        'content-type': 'application/json',
        ...headers,
        ...more,
      },
      body: JSON.stringify({ jsonrpc: '2.0', ...body }),
    })
    return { answer, text: await answer.text() }
  }
  const opening = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } }
  const opened = await ask({ id: 0, method: 'initialize', params: opening })
  if (!opened.answer.ok) return `${opened.answer.status} ${opened.text}`
  const session = opened.answer.headers.get('mcp-session-id')
  const kept: Record<string, string> = session === null ? {} : { 'mcp-session-id': session }
  await ask({ method: 'notifications/initialized' }, kept)
  const called = await ask({ id: 1, method: 'tools/call', params: { name, arguments: args } }, kept)
  return called.text
}
