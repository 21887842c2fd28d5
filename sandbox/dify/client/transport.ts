import type { IncomingMessage } from 'node:http'
import type { JsonObject } from '../../json.ts'
import type { Patience } from '../context.ts'
import { ValueProblem } from '../http.ts'
import type { Release } from '../release.ts'
import { McpAuthFailure, McpFailure, networkText } from './failures.ts'
import type { Outgoing, Wire } from './http.ts'

/** The server to connect to, as Dify has it stored. */
export interface Target {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly timeout: number
  readonly sseReadTimeout: number
}

/** What a transport needs of the connection that it is part of. */
export interface Connecting {
  readonly target: Target
  readonly release: Release
  readonly patience: Patience
  readonly wire: Wire
  /** Aborts when the connection is over or has lasted too long. */
  readonly signal: AbortSignal
}

/** One way of exchanging JSON-RPC messages with an MCP server. */
export interface Transport {
  /** Sends a request and waits for its answer, a whole JSON-RPC message. */
  request(message: JsonObject): Promise<JsonObject>
  notify(message: JsonObject): Promise<void>
  /** Called once the server has accepted the handshake. */
  opened(): void
  close(): Promise<void>
}

/** A request with everything that the connection prescribes for it. */
export function outgoing(
  connecting: Connecting,
  method: Outgoing['method'],
  url: string,
  headers: Record<string, string>,
  body?: JsonObject,
): Outgoing {
  const { target, release, signal } = connecting
  return {
    method,
    url,
    headers: { ...headers, 'user-agent': release.traits.userAgent, ...latin(target.headers) },
    ...(body && { body: JSON.stringify(body) }),
    connectSeconds: target.timeout,
    readSeconds: target.sseReadTimeout,
    signal,
  }
}

export async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response) {
    chunks.push(chunk)
    size += chunk.length
    if (size > 32_000_000) throw new ValueProblem('timed out')
  }
  return Buffer.concat(chunks).toString()
}

/**
 * A failure that the real one only notices at its next look: the network's, and every answer that it cannot read.
 * Errors of the protocol reach it at once.
 */
export async function noticed<T>({ patience }: Connecting, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt()
  } catch (error) {
    if (error instanceof McpFailure || error instanceof McpAuthFailure) throw error
    await new Promise((resolve) => setTimeout(resolve, patience.pollMs))
    throw error instanceof ValueProblem ? error : new ValueProblem(networkText(error))
  }
}

/** Header values that fit into ASCII; Dify's HTTP library takes no others. @throws ValueProblem */
function latin(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const value of Object.values(headers)) {
    if (/[^\0-\x7f]/.test(value)) {
      const why = `characters in position 0-${value.length - 1}: ordinal not in range(128)`
      throw new ValueProblem(`'ascii' codec can't encode ${why}`)
    }
    if (/[\0\r\n]/.test(value)) throw new ValueProblem(`Illegal header value ${JSON.stringify(value)}`)
  }
  return headers
}
