/** What a request asks for by its path. */
export interface GatewayRoute {
  /** `/mcp` is Streamable HTTP; `/sse` and `/messages` are the older transport. */
  door: 'mcp' | 'sse' | 'messages'
  identifier: string
  /** The token where it travels in the path: for platforms that send no headers. */
  token: string | undefined
  /** Of `/messages`: the stream that the answer goes to. */
  sessionId: string | undefined
}

const PATH = /^\/mcp\/([a-z0-9_-]{1,24})(?:\/([^/]{1,200}))?\/(mcp|sse|messages)$/

/** The route of a request target, or undefined where the gateway has none. */
export function routeOf(target: string): GatewayRoute | undefined {
  const queryAt = target.indexOf('?')
  const path = queryAt < 0 ? target : target.slice(0, queryAt)
  const [, identifier, token, door] = PATH.exec(path) ?? []
  if (identifier === undefined) return undefined
  return {
    door: door as GatewayRoute['door'],
    identifier,
    token,
    sessionId: queryAt < 0 ? undefined : (new URLSearchParams(target.slice(queryAt)).get('sessionId') ?? undefined),
  }
}

/** Whether a request is the gateway's to answer. */
export function isGatewayPath(target: string | undefined): boolean {
  return target?.startsWith('/mcp/') === true
}
