import { z } from 'zod'
import { type LegacyChannel, openLegacyChannel } from './legacy-channel.ts'
import type { LegacyClientProfile, Transport } from './report.ts'
import { malformedAnswer, malformedTool } from './result-verdict.ts'
import { rpcError } from './rpc-error.ts'
import { rpcVerdict } from './rpc-verdict.ts'
import { storable } from './storable.ts'
import { VerdictError } from './verdict.ts'
import type { Wire } from './wire.ts'

const initializeSchema = z.looseObject({ protocolVersion: z.string() })
const pageSchema = z.looseObject({
  tools: z.array(z.looseObject({ name: z.string(), inputSchema: z.looseObject({}) })),
  nextCursor: z.string().nullish(),
})

/** The first page of a service's tools. */
export interface FirstPage {
  tools: string[]
  morePages: boolean
}

type Opener = Pick<LegacyClientProfile, 'name' | 'version' | 'offers'>

/**
 * A legacy session spoken by hand, as clients do that keep to the minimum: `initialize` with one offered version, never
 * `MCP-Protocol-Version`, one `tools/list` without a cursor. Failures are thrown; `diagnose` explains them.
 */
export class LegacySession {
  /** The version that the service answered with. */
  readonly protocolVersion: string
  private readonly channel: LegacyChannel

  private constructor(channel: LegacyChannel, protocolVersion: string) {
    this.channel = channel
    this.protocolVersion = protocolVersion
  }

  /** `patienceMs`: longest wait for an SSE service to name its address for messages; default the wire's deadline. */
  static async open(wire: Wire, transport: Transport, client: Opener, patienceMs?: number): Promise<LegacySession> {
    const channel = await openLegacyChannel(wire, transport, patienceMs)
    try {
      const { name, version, offers } = client
      const params = { protocolVersion: offers, capabilities: {}, clientInfo: { name, version } }
      const result = initializeSchema.safeParse(await request(channel, 0, 'initialize', params))
      if (!result.success) throw new VerdictError(malformedAnswer('its answer to initialize names no protocol version'))
      return new LegacySession(channel, result.data.protocolVersion)
    } catch (error) {
      await channel.close().catch(() => undefined)
      throw error
    }
  }

  /** Completes the handshake and asks once for tools. */
  async firstPage(): Promise<FirstPage> {
    // What matters is whether the list comes; a service that stumbles over the notification alone is usable.
    await this.channel.send({ jsonrpc: '2.0', method: 'notifications/initialized' }).catch(() => undefined)
    const page = pageSchema.safeParse(await request(this.channel, 1, 'tools/list'))
    if (page.success) {
      const { tools, nextCursor } = page.data
      return { tools: tools.map(({ name }) => storable(name)), morePages: nextCursor != null && nextCursor !== '' }
    }
    const issue = page.error.issues[0]
    const [list, index, ...inside] = issue?.path ?? []
    const fault = issue?.message.replace(/^Invalid input: /, '') ?? 'not a list of tools'
    throw new VerdictError(
      list === 'tools' && typeof index === 'number'
        ? malformedTool(index, inside.join('.'), fault)
        : malformedAnswer(`its list of tools: ${fault}`),
    )
  }

  /** Takes leave: ends the session at the service, or hangs up. */
  async close(): Promise<void> {
    await this.channel.close().catch(() => undefined)
  }
}

async function request(
  channel: LegacyChannel,
  id: number,
  method: string,
  params?: Record<string, unknown>,
): Promise<unknown> {
  const answer = await channel.send({ jsonrpc: '2.0', id, method, ...(params !== undefined && { params }) })
  const error = rpcError(answer?.error)
  if (error !== undefined) throw new VerdictError(rpcVerdict(error, `POST ${method}`))
  return answer?.result
}
