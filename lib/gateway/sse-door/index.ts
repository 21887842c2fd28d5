import { randomBytes } from 'node:crypto'
import { gatewayBaseUrl } from '#lib/tokens/index.ts'
import type { Carrier, Exchange } from '../exchange.ts'
import { GatewayError } from '../gateway-error.ts'
import { isAnswer, isNotification, isRequest, type RpcMessage } from '../json-rpc.ts'
import { refusals } from '../refusals.ts'
import { DoorStream } from './door-stream.ts'
import { LegacyPeer } from './legacy-peer.ts'
import { ModernPeer } from './modern-peer.ts'
import type { Peer } from './peer.ts'

interface OpenStream {
  tokenId: string
  peer: Peer
}

/** The streams that are open in this process, by the id in the address for their messages. */
const streams = new Map<string, OpenStream>()

/** The standing stream of a caller of the older SSE transport; open until one side leaves or the token ends. */
export const openSseDoor: Carrier = async (exchange) => {
  const { response, line, grant, signal } = exchange
  const modern = servesOnlyModern(exchange)
  line.serviceEra = modern ? 'modern' : 'legacy'
  const stream = new DoorStream(response, line)
  const peer = modern ? new ModernPeer(exchange, stream) : await LegacyPeer.open(exchange, stream)
  if (signal.aborted) return peer.close()

  const sessionId = randomBytes(18).toString('base64url')
  streams.set(sessionId, { tokenId: grant.tokenId, peer })
  const closed = new Promise<void>((resolve) => response.once('close', resolve))
  const leave = () => response.destroy()
  signal.addEventListener('abort', leave)
  stream.begin(messagesPath(exchange, sessionId))
  await closed
  signal.removeEventListener('abort', leave)
  streams.delete(sessionId)
  peer.close()
}

/** One message of a caller whose stream is open in this process; the answer comes on that stream. */
export const postToSseDoor: Carrier = async (exchange) => {
  const { response, route, grant, line, message } = exchange
  const stream = streams.get(route.sessionId ?? '')
  // Another token's stream is none.
  if (stream === undefined || stream.tokenId !== grant.tokenId)
    throw new GatewayError(
      'stream_not_here',
      'No stream with this sessionId is open in this process. The older SSE transport needs its messages to reach the process that holds its stream.',
      { status: 404, rpcCode: 40401 },
    )
  line.serviceEra = servesOnlyModern(exchange) ? 'modern' : 'legacy'
  const messages = Array.isArray(message) ? message : [message]
  if (messages.length === 0 || !messages.every(isMessage)) throw refusals.notRpc()
  for (const one of messages) stream.peer.receive(one, line)
  response.writeHead(202, { 'content-type': 'text/plain' }).end('Accepted')
}

function servesOnlyModern({ grant: { service } }: Exchange): boolean {
  return service.eras.length > 0 && !service.eras.includes('legacy')
}

/** The path of a stream's messages, as the caller reaches us: with the token where it came in the path. */
function messagesPath({ request }: Exchange, sessionId: string): string {
  const path = (request.url ?? '').split('?')[0] ?? ''
  const before = new URL(gatewayBaseUrl()).pathname.replace(/\/$/, '')
  return `${before}${path.replace(/\/sse$/, '/messages')}?sessionId=${sessionId}`
}

function isMessage(message: unknown): message is RpcMessage {
  return isRequest(message) || isNotification(message) || isAnswer(message)
}
