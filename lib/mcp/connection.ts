import {
  Client,
  type PriorDiscovery,
  SSEClientTransport,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client'
import { CLIENT_INFO } from './client-info.ts'
import { listTools, type ToolPages } from './list-tools.ts'
import type { Era, Transport } from './report.ts'
import { storable } from './storable.ts'
import { oneLine } from './verdict.ts'
import type { Wire } from './wire.ts'

/** What a check has learned so far: kept when it fails later, so that its report can still say it. */
export interface Findings extends ToolPages {
  transport?: Transport
  era?: Era
  protocolVersion?: string
  serverName?: string
  serverVersion?: string
  /** The part of the `server/discover` answer that the next check needs. */
  discover?: unknown
}

/** Longest wait for the farewell (ending a session), which must not spoil a check that is done. */
const FAREWELL_MS = 1000

/** Opens the service by one transport, reads all its tools and says farewell. Fills `into`; throws what the library throws. */
export async function connectAndList(
  wire: Wire,
  transport: Transport,
  prior: PriorDiscovery | undefined,
  into: Findings,
): Promise<void> {
  const timeout = wire.target.deadlineMs
  const client = new Client(CLIENT_INFO, { versionNegotiation: { mode: 'auto', probe: { timeoutMs: timeout } } })
  const channel = transport === 'sse' ? sseChannel(wire) : streamableChannel(wire)
  const options = { signal: wire.signal, timeout }
  try {
    await wire.race(client.connect(channel, { ...options, ...(prior !== undefined && { prior }) }))
    noteOpening(client, transport, into)
    await wire.race(listTools(client, into, options))
  } finally {
    await farewell(client, channel)
  }
}

function noteOpening(client: Client, transport: Transport, into: Findings): void {
  const server = client.getServerVersion()
  const version = client.getNegotiatedProtocolVersion()
  const era = client.getProtocolEra()
  into.transport = transport
  if (era !== undefined) into.era = era
  if (version !== undefined) into.protocolVersion = version
  if (server !== undefined) {
    into.serverName = oneLine(server.name)
    into.serverVersion = oneLine(server.version)
  }
  const discover = client.getDiscoverResult()
  if (discover !== undefined) {
    const { instructions: _long, ...needed } = discover
    into.discover = storable(needed)
  }
}

/** An old server may never answer an unknown method by SSE, so its opening is always the legacy one (the caller's `prior`). */
function sseChannel(wire: Wire): SSEClientTransport {
  return new SSEClientTransport(new URL(wire.target.url), {
    fetch: wire.fetch,
    requestInit: { headers: wire.target.headers },
  })
}

function streamableChannel(wire: Wire): StreamableHTTPClientTransport {
  return new StreamableHTTPClientTransport(new URL(wire.target.url), {
    // The library opens a standing stream after a legacy handshake; a check has no use for it.
    fetch: (url, init) =>
      init?.method === 'GET' ? Promise.resolve(new Response(null, { status: 405 })) : wire.fetch(url, init),
    requestInit: { headers: wire.target.headers },
    reconnectionOptions: {
      maxRetries: 0,
      initialReconnectionDelay: 0,
      maxReconnectionDelay: 0,
      reconnectionDelayGrowFactor: 1,
    },
  })
}

async function farewell(client: Client, channel: SSEClientTransport | StreamableHTTPClientTransport): Promise<void> {
  if (channel instanceof StreamableHTTPClientTransport && channel.sessionId !== undefined) {
    const patience = new Promise<void>((resolve) => setTimeout(resolve, FAREWELL_MS).unref())
    await Promise.race([channel.terminateSession().catch(() => undefined), patience])
  }
  // A client that failed to open has already let go of its channel, which may still hold a stream.
  await Promise.allSettled([client.close(), channel.close()])
}
