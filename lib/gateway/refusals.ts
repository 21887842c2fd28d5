import { GatewayError } from './gateway-error.ts'

/**
 * What a caller is told when it is not let in. One sentence for an unknown token, a mistyped one, one of another service and an
 * unknown service: an answer never tells whether a service exists.
 */
export const refusals = {
  noSuchPath: () =>
    new GatewayError('no_such_path', 'Nothing is served at this path.', { status: 404, rpcCode: 40400 }),
  foreignHost: () =>
    new GatewayError('foreign_host', 'The gateway does not answer under this host name.', {
      status: 403,
      rpcCode: 40300,
    }),
  foreignOrigin: () =>
    new GatewayError('foreign_origin', 'The request came from another origin.', { status: 403, rpcCode: 40300 }),
  noToken: () =>
    new GatewayError('no_token', 'A token of this gateway is needed.', {
      status: 401,
      rpcCode: 40100,
      headers: { 'www-authenticate': 'Bearer realm="mcp-ferry"' },
    }),
  invalidToken: () => unauthorized('invalid_token', 40100, 'The token does not open this address.'),
  endedToken: () => unauthorized('token_ended', 40101, 'The token has been revoked or replaced.'),
  expiredToken: () => unauthorized('token_expired', 40102, 'The token has expired.'),
  tooManyCalls: (seconds: number) =>
    new GatewayError('too_many_calls', 'This token has made as many calls as it may in a minute.', {
      status: 429,
      rpcCode: 42901,
      headers: { 'retry-after': String(seconds) },
    }),
  methodNotAllowed: (allow: string) =>
    new GatewayError('method_not_allowed', `Only ${allow} is answered here.`, {
      status: 405,
      rpcCode: 40500,
      headers: { allow },
    }),
  /** `status` 404 is how the modern era says it. */
  notCarried: (method: string, status = 200) =>
    new GatewayError('method_not_carried', `${method.slice(0, 80)} is not served here.`, { status, rpcCode: -32601 }),
  noSuchSession: () =>
    new GatewayError('no_such_session', 'The session is not there.', { status: 404, rpcCode: 40402 }),
  bodyTooBig: (bytes: number) =>
    new GatewayError('body_too_big', `The body is bigger than ${Math.floor(bytes / 1024 / 1024)} MB.`, {
      status: 413,
      rpcCode: 41300,
    }),
  bodyCutOff: () => new GatewayError('body_cut_off', 'The body ended too soon.', { status: 400, rpcCode: -32700 }),
  notJson: () => new GatewayError('not_json', 'The body is not JSON.', { status: 400, rpcCode: -32700 }),
  notRpc: () => new GatewayError('not_rpc', 'The body is no JSON-RPC message.', { status: 400, rpcCode: -32600 }),
  stopping: () =>
    new GatewayError('stopping', 'The gateway is being restarted.', {
      status: 503,
      rpcCode: 50300,
      headers: { 'retry-after': '1' },
    }),
  noDatabase: (cause: unknown) =>
    new GatewayError('no_database', 'The gateway cannot look up tokens at the moment.', {
      status: 503,
      rpcCode: 50301,
      headers: { 'retry-after': '5' },
      cause,
    }),
} as const

function unauthorized(code: string, rpcCode: number, message: string): GatewayError {
  return new GatewayError(code, message, {
    status: 401,
    rpcCode,
    headers: { 'www-authenticate': `Bearer error="invalid_token", error_description="${message}"` },
  })
}
