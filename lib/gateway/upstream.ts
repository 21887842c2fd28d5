import { type Dispatcher, request as undiciRequest } from 'undici'
import { outboundUrl } from '#lib/core/index.ts'
import { credentialFor } from './credential-for.ts'
import type { Upstream, UpstreamAnswer, UpstreamRequest } from './exchange.ts'
import { GatewayError } from './gateway-error.ts'
import type { GrantedService } from './grant.ts'
import { refusedAnswer, upstreamFault } from './upstream-errors.ts'

/** The way to one version of a service through a guarded dispatcher. */
export function openUpstream(service: GrantedService, dispatcher: Dispatcher): Upstream {
  const url = outboundUrl(service.url)
  const credential = credentialFor(service)

  async function sendWith(presented: Record<string, string>, request: UpstreamRequest): Promise<UpstreamAnswer> {
    const { statusCode, headers, body } = await undiciRequest(request.url ?? url, {
      dispatcher,
      method: request.method,
      headers: { ...request.headers, ...presented },
      body: request.body ?? null,
      signal: request.signal,
      headersTimeout: service.timeoutSeconds * 1000,
      // A standing stream may be silent for ever; TCP's own keep-alive finds a dead one.
      bodyTimeout: request.standing === true ? 0 : service.sseReadTimeoutSeconds * 1000,
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

  return { url, send }
}

/** Lets go of an answer that nobody reads. */
function discard({ body }: UpstreamAnswer): void {
  body.on('error', () => undefined).destroy()
}
