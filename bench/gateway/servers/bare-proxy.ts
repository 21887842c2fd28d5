/**
 * The yardstick: what a proxy that does nothing else costs. Node's http before undici, one lookup of a token by its hash, the service's
 * credential instead of it, bodies piped both ways. `node bare-proxy.ts PORT UPSTREAM CREDENTIAL TOKEN=PATH…`
 */
import { createHash } from 'node:crypto'
import http from 'node:http'
import { Pool } from 'undici'

const [port, upstream = '', credential, ...pairs] = process.argv.slice(2)
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding']
const hash = (token: string) => createHash('sha256').update(token).digest('base64url')
const paths = new Map(
  pairs.map((pair) => pair.split('=') as [string, string]).map(([token, path]) => [hash(token), path]),
)
const pool = new Pool(upstream, { headersTimeout: 300_000, bodyTimeout: 300_000 })

http
  .createServer(async (request, response) => {
    const path = paths.get(hash(request.headers.authorization?.slice('Bearer '.length) ?? ''))
    if (path === undefined) return void response.writeHead(401).end()
    try {
      const answer = await pool.request({
        method: request.method as 'GET' | 'POST' | 'DELETE',
        path,
        headers: { ...request.headers, host: undefined, connection: undefined, authorization: `Bearer ${credential}` },
        body: request.method === 'POST' ? request : null,
      })
      for (const name of HOP_BY_HOP) delete answer.headers[name]
      response.writeHead(answer.statusCode, answer.headers)
      response.on('close', () => answer.body.destroy())
      answer.body.on('error', () => response.destroy()).pipe(response)
    } catch {
      if (!response.headersSent) response.writeHead(502)
      response.end()
    }
  })
  .listen(Number(port), '127.0.0.1', () => process.send?.('ready'))
process.on('disconnect', () => process.exit(0))
