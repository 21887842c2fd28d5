import { answer, type Serve } from '../http.ts'

const plain =
  (status: number, type: string, text: string, headers?: Record<string, string>): Serve =>
  (exchange) =>
    answer(exchange, status, type, text, headers)

/** Addresses that answer every request with one plain HTTP answer, none of it MCP. By name. */
export const ANSWERS: Readonly<Record<string, Serve>> = {
  html: plain(200, 'text/html; charset=utf-8', '<!doctype html><title>Sign in</title><h1>Sign in</h1>\n'),
  json: plain(200, 'application/json', '{"hello":"world"}'),
  '404': plain(404, 'text/html; charset=utf-8', '<h1>Not Found</h1>\n'),
  '405': plain(405, 'text/plain', 'Method Not Allowed', { allow: 'GET' }),
  '429': plain(429, 'text/plain', 'Too Many Requests', { 'retry-after': '3' }),
  '500': plain(500, 'text/plain', 'Internal Server Error'),
  '503': plain(503, 'text/plain', 'Service Unavailable', { 'retry-after': '7' }),
  'basic-401': plain(401, 'text/plain', 'Unauthorized', { 'www-authenticate': 'Basic realm="sandbox"' }),
  'bare-401': plain(401, 'application/json', '{}'),
  /** Names its RFC 9728 metadata, which the server serves. */
  'oauth-401': (exchange) => {
    const origin = `http://${exchange.request.headers.host}`
    const metadata = `${origin}/.well-known/oauth-protected-resource${exchange.path}`
    const challenge = `Bearer resource_metadata="${metadata}", scope="tools:list"`
    answer(exchange, 401, 'application/json', '{"error":"invalid_token"}', { 'www-authenticate': challenge })
  },
  '403': plain(403, 'application/json', '{"error":"forbidden"}'),
  'scope-403': plain(403, 'application/json', '{}', {
    'www-authenticate': 'Bearer error="insufficient_scope", scope="tools:call"',
  }),
  redirect: (exchange) => {
    const location = `http://${exchange.request.headers.host}/weather/mcp`
    answer(exchange, 307, 'text/plain', '', { location })
  },
  'redirect-loop': (exchange) => answer(exchange, 307, 'text/plain', '', { location: exchange.path }),
}
