import type { IncomingMessage, ServerResponse } from 'node:http'
import { isObject, type Json, parseJson } from '../json.ts'

/** One request to an MCP server of the sandbox, read to its end. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly path: string
  readonly body: string
  /** The body as JSON; `undefined` when it is none. */
  readonly message: Json | undefined
  /** Method and id of the JSON-RPC message, when the body is one. */
  readonly rpc: { readonly method?: string; readonly id: string | number | null }
}

/** Answers one exchange. */
export type Serve = (exchange: Exchange) => void | Promise<void>

export async function readExchange(request: IncomingMessage, response: ServerResponse): Promise<Exchange> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const body = Buffer.concat(chunks).toString()
  const message = parseJson(body)
  const { method, id } = isObject(message) ? message : {}
  return {
    request,
    response,
    path: new URL(request.url ?? '/', 'http://sandbox').pathname,
    body,
    message,
    rpc: {
      ...(typeof method === 'string' && { method }),
      id: typeof id === 'string' || typeof id === 'number' ? id : null,
    },
  }
}

export function answer(
  { response }: Exchange,
  status: number,
  type: string,
  text: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': type, ...headers }).end(text)
}

/** A JSON-RPC result to the request of the exchange. */
export function result(exchange: Exchange, value: Json): void {
  answer(exchange, 200, 'application/json', JSON.stringify({ jsonrpc: '2.0', id: exchange.rpc.id, result: value }))
}

/** A JSON-RPC error to the request of the exchange. */
export function rpcError(exchange: Exchange, status: number, code: number, message: string, data?: Json): void {
  const error = { code, message, ...(data !== undefined && { data }) }
  answer(exchange, status, 'application/json', JSON.stringify({ jsonrpc: '2.0', error, id: exchange.rpc.id }))
}
