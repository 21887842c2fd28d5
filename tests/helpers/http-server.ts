import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { type Exchange, readExchange } from '#sandbox/mcp/http.ts'

/** A server on this machine for one test, closed with it. Gives its origin. */
export async function serve(handle: (exchange: Exchange) => unknown): Promise<string> {
  const server = http.createServer(async (request, response) => handle(await readExchange(request, response)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
