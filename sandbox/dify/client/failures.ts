import { repr } from '../python.ts'

/** The MCP server wants a credential (it answered 401), or the attempt to get one failed. */
export class McpAuthFailure extends Error {}

/** The MCP server answered with an error. The text is what Dify shows of it. */
export class McpFailure extends Error {}

/** Dify's text for an error that has a code: its error class printed with its fields. */
export function coded(code: number, message: string): McpFailure {
  return new McpFailure(`code=${code} message=${repr(message)} data=None`)
}

/** The text of Dify's HTTP library for an answer that is an error. */
export function statusText(status: number, reason: string, url: string): string {
  const kind = status >= 500 ? 'Server error' : status >= 400 ? 'Client error' : 'Redirect response'
  const more = `https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/${status}`
  return `${kind} '${status} ${reason}' for url '${url}'\nFor more information check: ${more}`
}

const ERRNO: Record<string, string> = {
  ECONNREFUSED: '[Errno 111] Connection refused',
  ECONNRESET: 'Server disconnected without sending a response.',
  EPIPE: '[Errno 32] Broken pipe',
  ENOTFOUND: '[Errno -2] Name or service not known',
  EAI_AGAIN: '[Errno -3] Temporary failure in name resolution',
  EHOSTUNREACH: '[Errno 113] No route to host',
  ENETUNREACH: '[Errno 101] Network is unreachable',
}

/** Dify's text for a failure of the network. */
export function networkText(error: unknown): string {
  const codes = [error, ...(error instanceof AggregateError ? error.errors : [])].map((one) =>
    one instanceof Error && 'code' in one ? String(one.code) : '',
  )
  const known = codes.map((code) => ERRNO[code]).find((text) => text !== undefined)
  return known ?? (error instanceof Error ? error.message : String(error))
}
