import { createParser } from 'eventsource-parser'
import type { Upstream, UpstreamAnswer } from '../exchange.ts'
import { GatewayError } from '../gateway-error.ts'
import { isObject, type RpcMessage } from '../json-rpc.ts'
import { answerForm, malformed, parseJson, statusFault } from '../protocol/read-answer.ts'
import { type Channel, type ChannelListener, MAX_MESSAGE_BYTES, sessionLost } from './channel.ts'

/** Longest wait for the service to name its address for messages. */
const ENDPOINT_MS = 30_000

/** A conversation over the older transport: messages go by POST to where the service's stream says, answers come on that stream. */
export async function openSseChannel(upstream: Upstream, listener: ChannelListener): Promise<Channel> {
  const stream = new AbortController()
  const answer = await upstream.send({
    method: 'GET',
    headers: { accept: 'text/event-stream' },
    standing: true,
    signal: stream.signal,
  })
  if (answer.status >= 300 || answerForm(answer) !== 'events') {
    answer.body.discard()
    throw answer.status >= 300 ? statusFault(answer.status) : malformed()
  }
  let ended = false
  const endpoint = await endpointOf(upstream, answer, stream, listener, () => {
    ended = true
  })

  return {
    async send(message, signal) {
      if (ended) throw sessionLost()
      const answer = await upstream.send({
        method: 'POST',
        url: endpoint,
        headers: { accept: 'application/json, text/event-stream', 'content-type': 'application/json' },
        body: JSON.stringify(message),
        signal,
      })
      answer.body.drain()
      if (answer.status === 404) throw sessionLost()
      if (answer.status >= 300) throw statusFault(answer.status)
    },
    close() {
      ended = true
      stream.abort()
    },
  }
}

/** Reads the stream as long as it lasts; fulfilled when it has named the address for messages. */
function endpointOf(
  upstream: Upstream,
  { body }: UpstreamAnswer,
  stream: AbortController,
  listener: ChannelListener,
  onEnd: () => void,
): Promise<URL> {
  return new Promise((resolve, reject) => {
    const patience = setTimeout(
      () => fail(new GatewayError('upstream_silent', 'The service did not answer in time.')),
      ENDPOINT_MS,
    )
    const fail = (reason: unknown) => {
      clearTimeout(patience)
      reject(reason)
      stream.abort()
    }
    let named = false
    let wait: Promise<void> | undefined
    const parser = createParser({
      maxBufferSize: MAX_MESSAGE_BYTES,
      onEvent({ event = 'message', data }) {
        if (event === 'endpoint') {
          clearTimeout(patience)
          const endpoint = URL.canParse(data, upstream.url) ? new URL(data, upstream.url) : undefined
          // Following it elsewhere would carry the credential to another host.
          if (endpoint?.origin === upstream.url.origin) {
            named = true
            resolve(endpoint)
          } else fail(new GatewayError('service_moved', 'The service names an address of another origin.'))
        } else if (event === 'message') {
          const message = parseJson(data)
          if (isObject(message)) wait = listener.message(message as unknown as RpcMessage, undefined) ?? wait
        }
      },
      onError(error) {
        if (error.type === 'max-buffer-size-exceeded') throw error
      },
    })
    const decoder = new TextDecoder()
    body
      .pump((chunk) => {
        wait = undefined
        parser.feed(decoder.decode(chunk, { stream: true }))
        return wait
      })
      .then(() => new GatewayError('upstream_broke_off', 'The service has ended its stream.'))
      .catch((error: unknown) =>
        error instanceof GatewayError ? error : new GatewayError('upstream_broke_off', 'The service’s stream broke.'),
      )
      .then((reason) => {
        onEnd()
        fail(reason)
        if (named) listener.ended(reason)
      })
  })
}
