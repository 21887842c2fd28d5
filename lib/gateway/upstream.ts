import { type Dispatcher, request as undiciRequest } from 'undici'
import { outboundUrl } from '#lib/core/index.ts'
import { credentialFor } from './credential-for.ts'
import type { AnswerSink, Upstream, UpstreamAnswer, UpstreamRequest } from './exchange.ts'
import { GatewayError } from './gateway-error.ts'
import type { GrantedService } from './grant.ts'
import { discard } from './protocol/discard.ts'
import { type RelayFault, RelayHandler } from './relay-handler.ts'
import { brokenOff, refusedAnswer, upstreamFault } from './upstream-errors.ts'

/** The way to one version of a service through a guarded dispatcher. */
export function openUpstream(service: GrantedService, dispatcher: Dispatcher): Upstream {
  const url = outboundUrl(service.url)
  const own = targetOf(url)
  const credential = credentialFor(service)
  const firstByteMs = service.timeoutSeconds * 1000
  // A standing stream may be silent for ever; TCP's own keep-alive finds a dead one.
  const silenceMs = service.sseReadTimeoutSeconds * 1000

  async function sendWith(presented: Record<string, string>, request: UpstreamRequest): Promise<UpstreamAnswer> {
    const { statusCode, headers, body } = await undiciRequest(request.url ?? url, {
      dispatcher,
      method: request.method,
      headers: { ...request.headers, ...presented },
      body: request.body ?? null,
      signal: request.signal,
      headersTimeout: firstByteMs,
      bodyTimeout: request.standing === true ? 0 : silenceMs,
    })
    return { status: statusCode, headers, body }
  }

  async function send(request: UpstreamRequest): Promise<UpstreamAnswer> {
    if (request.url !== undefined && request.url.origin !== url.origin)
      throw new GatewayError('service_moved', 'The service names an address of another origin.')
    try {
      const presented = await credential.headers()
      let answer = await sendWith(presented, request)
      if (answer.status === 401 && credential.refused(presented)) {
        discard(answer)
        answer = await sendWith(await credential.headers(), request)
      }
      const refusal = refusedAnswer(answer.status)
      if (refusal === undefined) return answer
      discard(answer)
      throw refusal
    } catch (error) {
      if (request.signal.aborted || error instanceof GatewayError) throw error
      throw upstreamFault(error)
    }
  }

  function relayWith(
    presented: Record<string, string>,
    { method, headers, body, standing, signal, url: other }: UpstreamRequest,
    sink: AnswerSink,
  ): Promise<RelayFault | undefined> {
    return new Promise((resolve) => {
      dispatcher.dispatch(
        {
          ...(other === undefined ? own : targetOf(other)),
          method,
          headers: { ...headers, ...presented },
          body: body ?? null,
          headersTimeout: firstByteMs,
          bodyTimeout: standing === true ? 0 : silenceMs,
        },
        new RelayHandler(sink, signal, resolve),
      )
    })
  }

  async function relay(request: UpstreamRequest, sink: AnswerSink): Promise<void> {
    let fault: RelayFault | undefined
    try {
      const presented = await credential.headers()
      fault = await relayWith(presented, request, sink)
      if (fault?.status === 401 && credential.refused(presented))
        fault = await relayWith(await credential.headers(), request, sink)
    } catch (error) {
      throw request.signal.aborted ? error : upstreamFault(error)
    }
    if (fault === undefined) return
    const { error, begun } = fault
    if (request.signal.aborted || error instanceof GatewayError) throw error
    throw begun ? brokenOff(error) : upstreamFault(error)
  }

  return { url, send, relay }
}

/** Taken apart once: each property of a URL is made anew when it is read. */
function targetOf({ origin, pathname, search }: URL): { origin: string; path: string } {
  return { origin, path: pathname + search }
}
