import { ProtocolError, SdkError, SdkErrorCode, UnsupportedProtocolVersionError } from '@modelcontextprotocol/client'
import { networkReason } from '#lib/core/index.ts'
import type { Answer } from './answer.ts'
import { ELSEWHERE, invalidResult, malformedAnswer } from './result-verdict.ts'
import { rpcError } from './rpc-error.ts'
import { newerOnly, rpcVerdict, unsupportedVersion } from './rpc-verdict.ts'
import { statusVerdict } from './status-verdict.ts'
import { quoted, seconds, type Verdict, VerdictError } from './verdict.ts'
import { UnansweredError, type Wire } from './wire.ts'

/** Turns whatever ended a check into the sentence for it: first what was seen on the wire, then what the library threw. */
export async function diagnose(error: unknown, wire: Wire): Promise<Verdict> {
  if (error instanceof VerdictError) return error.verdict
  if (wire.cancelled)
    return { code: 'cancelled', message: 'The check was cancelled before it ended.', next: 'Check the service again.' }
  const last = wire.last
  if (last?.status !== undefined && last.status >= 300) return statusVerdict({ ...last, status: last.status }, wire)
  if (wire.timedOut) return timedOut(last, wire.target.deadlineMs)
  const reason = networkReason(last?.failure, wire.target.url) ?? networkReason(error, wire.target.url)
  if (reason !== undefined) return reason
  return answerVerdict(error, last) ?? unknownFailure(error)
}

function timedOut(last: Answer | undefined, deadlineMs: number): Verdict {
  const began = last?.status !== undefined
  return {
    code: 'timed_out',
    message: began
      ? `The service began to answer, but did not finish within ${seconds(deadlineMs)}.`
      : `The service did not answer within ${seconds(deadlineMs)}.`,
    next: 'Check that the service is running and not overloaded, or allow it more time.',
  }
}

/** What an answer with status 2xx lacked to be MCP. */
function answerVerdict(error: unknown, last: Answer | undefined): Verdict | undefined {
  for (let link = error, depth = 0; link instanceof Error && depth < 10; link = link.cause, depth++) {
    if (link instanceof UnansweredError) return otherJson(last)
    if (link instanceof UnsupportedProtocolVersionError) return newerOnly(link.supported)
    if (link instanceof ProtocolError) {
      const found = rpcError(link)
      if (found !== undefined) return rpcVerdict(found, last?.what ?? 'the request')
    }
    const version = /^Server's protocol version is not supported: (.*)$/s.exec(link.message)?.[1]
    if (version !== undefined) return unsupportedVersion(version)
    if (link.message.startsWith('Endpoint origin does not match')) return ELSEWHERE
    if (link instanceof SdkError && link.code === SdkErrorCode.InvalidResult) return invalidResult(link.message)
    if (link instanceof SdkError && link.code === SdkErrorCode.UnsupportedResultType)
      return malformedAnswer('its result is of a type that a list cannot have')
    if (link.name === 'SyntaxError') return malformedAnswer('it calls itself JSON and is not')
    if (link.name === 'ZodError' || link.name === '$ZodError') return otherJson(last)
  }
  return last?.contentType === undefined ? undefined : byContent(last)
}

function byContent(answer: Answer): Verdict | undefined {
  const { contentType, what } = answer
  if (contentType === 'text/html' || contentType === 'application/xhtml+xml')
    return {
      code: 'web_page',
      message: 'A web page or a login answers at this address, not an MCP service.',
      next: 'Check the path; if a login stands before the service, let its callers in by a credential.',
    }
  if (contentType === 'application/json') return answer.http === 'GET' ? otherJson(answer) : undefined
  if (contentType === 'text/event-stream') return undefined
  return {
    code: 'not_mcp',
    message: `What answers at this address is not MCP: it answers ${what} with ${contentType || 'nothing'}.`,
    next: 'Check the address, above all its path.',
  }
}

function otherJson(last: Answer | undefined): Verdict {
  if (last?.contentType !== 'application/json') return malformedAnswer('it ends without a JSON-RPC response')
  return {
    code: 'other_json',
    message: 'JSON answers at this address, but it is not MCP.',
    next: 'Check the path: this may be another API of the same host.',
  }
}

function unknownFailure(error: unknown): Verdict {
  const text = error instanceof Error ? error.message : String(error)
  return {
    code: 'failed',
    message: `The service could not be checked: ${quoted(text)}.`,
    next: 'Try again; if it stays, ask the service for the same by hand.',
  }
}
