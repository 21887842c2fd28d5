import type { Upstream } from '../exchange.ts'
import type { GrantedService } from '../grant.ts'
import type { Channel, ChannelListener } from './channel.ts'
import { openSseChannel } from './sse-channel.ts'
import { openStreamableChannel } from './streamable-channel.ts'

/** Opens a channel to a service; over SSE that waits until the service has named its address for messages. */
export function openChannel(
  upstream: Upstream,
  { transport }: GrantedService,
  listener: ChannelListener,
  options: { standingStream: boolean },
): Promise<Channel> {
  return transport === 'sse'
    ? openSseChannel(upstream, listener)
    : Promise.resolve(openStreamableChannel(upstream, listener, options))
}
