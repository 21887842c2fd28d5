import type { Dispatcher } from 'undici'
import { outboundUrl } from '#lib/core/index.ts'
import { credentialFor } from './credential-for.ts'
import type { AnswerSink, Upstream, UpstreamAnswer, UpstreamRequest } from './exchange.ts'
import { GatewayError } from './gateway-error.ts'
import type { GrantedService } from './grant.ts'
import { type RelayFault, RelayHandler } from './relay-handler.ts'
import { RelayedBody } from './relayed-body.ts'
import { brokenOff, upstreamFault } from './upstream-errors.ts'

/** The way to one version of a service through a guarded dispatcher. */
export function openUpstream(service: GrantedService, dispatcher: Dispatcher): Upstream {
  const url = outboundUrl(service.url)
  const own = targetOf(url)
  const credential = credentialFor(service)
  const firstByteMs = service.timeoutSeconds * 1000
  // A standing stream may be silent for ever; TCP's own keep-alive finds a dead one.
  const silenceMs = service.sseReadTimeoutSeconds * 1000

  function relayWith(
    presented: Record<string, string>,
    { method, headers, body, standing, signal, url: other }: UpstreamRequest,
    sink: AnswerSink,
  ): Promise<RelayFault | undefined> {
    return new Promise((resolve) => {
      const handler = new RelayHandler(sink, signal, resolve)
      dispatcher.dispatch(
        {
          ...(other === undefined ? own : targetOf(other)),
          method,
          headers: { ...headers, ...presented },
          body: body ?? null,
          headersTimeout: firstByteMs,
          bodyTimeout: standing === true ? 0 : silenceMs,
        },
        handler,
      )
      handler.watch()
    })
  }

  async function relay(request: UpstreamRequest, sink: AnswerSink): Promise<void> {
    if (request.url !== undefined && request.url.origin !== url.origin)
      throw new GatewayError('service_moved', 'The service names an address of another origin.')
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

  function send(request: UpstreamRequest): Promise<UpstreamAnswer> {
    return new Promise((resolve, reject) => {
      const body = new RelayedBody(resolve)
      relay(request, body).then(
        () => body.end(),
        (error) => {
          body.end(error)
          reject(error)
        },
      )
    })
  }

  return { url, send, relay }
}

/** Taken apart once: each property of a URL is made anew when it is read. */
function targetOf({ origin, pathname, search }: URL): { origin: string; path: string } {
  return { origin, path: pathname + search }
}
