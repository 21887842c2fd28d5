import { createOutbound, networkReason, processMetrics, statusClass } from '#lib/core/index.ts'
import { PlatformError } from '../platform-error.ts'
import { said } from './said.ts'

export interface DifyRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below the base URL, with its slash at the front. */
  path: string
  headers?: Record<string, string>
  /** Sent as JSON. */
  body?: unknown
  deadlineMs: number
  signal?: AbortSignal | undefined
  maxBytes?: number
  /** Whether it creates or changes something: then a lost answer means that the outcome is unknown. */
  writes?: boolean
  /** What must not come back in an error's text. */
  secrets?: readonly string[]
}

export interface DifyAnswer {
  status: number
  headers: Headers
  /** Parsed JSON, else the text. */
  body: unknown
  isJson: boolean
  /** Dify's release, from the header that every one of its answers carries. */
  release: string | undefined
}

const EIGHT_MEGABYTES = 8 * 1024 * 1024
/** Reasons for which a request cannot have left this machine. */
const NEVER_SENT =
  /^(connection_refused|unknown_host|name_server_silent|unreachable|connect_timeout|address_denied|port_blocked|tls_.*|unsupported_scheme|credentials_in_url|invalid_url)$/

/**
 * One exchange with Dify over a connection of its own: Dify was seen to reset connections that were used again, which
 * would leave the outcome of a write open. Throws `PlatformError` when there is no whole answer; any status is an answer,
 * except that a gateway's 502, 503 or 504 on a write leaves its outcome unknown.
 */
export async function send(baseUrl: string, request: DifyRequest): Promise<DifyAnswer> {
  const url = baseUrl + request.path
  const deadline = AbortSignal.timeout(request.deadlineMs)
  const signal = request.signal === undefined ? deadline : AbortSignal.any([request.signal, deadline])
  const door = createOutbound({
    maxBytes: request.maxBytes ?? EIGHT_MEGABYTES,
    silenceTimeoutMs: request.deadlineMs,
  })
  const seconds = processMetrics().platformSeconds.startTimer({ method: request.method })
  let status: number | undefined
  try {
    const answer = await door.fetch(url, {
      method: request.method,
      headers: {
        accept: 'application/json',
        ...(request.body !== undefined && { 'content-type': 'application/json' }),
        ...request.headers,
      },
      ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
      signal,
    })
    status = answer.status
    const text = await answer.text()
    if (request.writes === true && answer.status >= 502) throw gatewayLost(url, answer.status, text, request)
    return { status: answer.status, headers: answer.headers, release: versionIn(answer.headers), ...parsed(text) }
  } catch (error) {
    if (error instanceof PlatformError) throw error
    throw lost(error, url, request, deadline)
  } finally {
    seconds({ status: statusClass(status) })
    await door.close()
  }
}

function versionIn(headers: Headers): string | undefined {
  return headers.get('x-version')?.trim() || undefined
}

function parsed(text: string): Pick<DifyAnswer, 'body' | 'isJson'> {
  try {
    return { body: JSON.parse(text), isJson: true }
  } catch {
    return { body: text, isJson: false }
  }
}

function lost(error: unknown, url: string, request: DifyRequest, deadline: AbortSignal): PlatformError {
  const { host } = new URL(url)
  const stopped = request.signal?.aborted === true && !isTimeout(request.signal.reason)
  if (stopped)
    return new PlatformError('interrupted', `The request to ${host} was stopped before it was answered.`, {
      ...outcomeOf(request, true),
      nextStep: 'retry',
      cause: error,
    })
  if (deadline.aborted || request.signal?.aborted === true)
    return new PlatformError('timed_out', `${host} did not answer in time.`, {
      ...outcomeOf(request, true),
      next: 'Look whether Dify is up and not overloaded, then try again.',
      nextStep: 'retry',
      transient: true,
      cause: error,
    })
  const reason = networkReason(error, url)
  // Not the network's doing: a fault of ours, which has to be seen as one.
  if (reason === undefined && !(error instanceof TypeError)) throw error
  const code = reason?.code ?? 'no_answer'
  return new PlatformError(code, reason?.message ?? `${host} ended the connection before it had answered.`, {
    ...outcomeOf(request, !NEVER_SENT.test(code)),
    next: reason?.next ?? 'Look whether Dify is up, then try again.',
    transient: !/^(tls_|address_denied|port_blocked|too_big|not_http)/.test(code),
    cause: error,
  })
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError'
}

function outcomeOf(request: DifyRequest, maySent: boolean): { outcome: 'unknown' | 'not_applied' } {
  return { outcome: request.writes === true && maySent ? 'unknown' : 'not_applied' }
}

function gatewayLost(url: string, status: number, text: string, request: DifyRequest): PlatformError {
  return new PlatformError(
    'gateway_lost',
    `A proxy before ${new URL(url).host} answered in Dify’s place (${status}).`,
    {
      outcome: 'unknown',
      next: 'Look whether Dify is up, then try again.',
      nextStep: 'retry',
      transient: true,
      platformSaid: said(text, request.secrets),
    },
  )
}
