import type { IncomingHttpHeaders } from 'node:http'
import type { Json } from '../json.ts'

/** One request to the sandbox's Dify, read to its end. */
export interface Call {
  readonly method: string
  /** Path without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly cookies: Readonly<Record<string, string>>
  readonly body: string
}

export interface Answer {
  readonly status: number
  readonly body: { readonly json: Json } | { readonly html: string }
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
}

export function ok(json: Json, headers?: Answer['headers']): Answer {
  return { status: 200, body: { json }, ...(headers && { headers }) }
}

/** Thrown where Dify answers with an error that a caller can read. */
export class Refusal extends Error {
  readonly answer: Answer

  constructor(status: number, json: Json) {
    super(`refused with ${status}`)
    this.answer = { status, body: { json } }
  }
}

/** The usual form of Dify's errors. */
export function refusal(status: number, code: string, message: string): Refusal {
  return new Refusal(status, { code, message, status })
}

/** Python's ValueError, which Dify answers with 400 `invalid_param` and the error's own text. */
export class ValueProblem extends Error {}

/** Any error that Dify does not expect: it answers 500 without a reason. */
export class Crash extends Error {}

export function parseCookies(header: string | undefined): Record<string, string> {
  const cookies: Record<string, string> = {}
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=')
    if (at > 0) cookies[part.slice(0, at).trim()] = part.slice(at + 1).trim()
  }
  return cookies
}
