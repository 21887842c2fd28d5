import type { PriorDiscovery } from '@modelcontextprotocol/client'
import { connectAndList, type Findings } from './connection.ts'
import { diagnose } from './diagnosis.ts'
import { priorOf } from './era-memory.ts'
import type { EraMemory, McpTarget, Transport } from './report.ts'
import { HEADER_MISMATCH, parseRpcError, UNSUPPORTED_VERSION } from './rpc-error.ts'
import { type Verdict, VerdictError } from './verdict.ts'
import type { Wire } from './wire.ts'

/**
 * Opens the service by the transport that was chosen, remembered or is likely by its path, and by the other one where the
 * answers say that it may be that. Fills `into`; throws what `diagnose` explains.
 */
export async function openByEitherTransport(wire: Wire, memory: EraMemory | undefined, into: Findings): Promise<void> {
  const [first, second] = transports(wire.target, memory)
  try {
    await open(wire, first, memory, into)
  } catch (error) {
    if (second === undefined || into.era !== undefined || !mayBeTheOther(wire, first)) throw error
    const verdict = await diagnose(error, wire)
    try {
      await open(wire, second, undefined, into)
    } catch (otherError) {
      throw new VerdictError(telling(verdict, await diagnose(otherError, wire)))
    }
  }
}

function transports({ url, transport }: McpTarget, memory: EraMemory | undefined): [Transport, Transport?] {
  if (transport !== 'auto') return [transport]
  const sseFirst = memory === undefined ? /\/sse\/?$/.test(new URL(url).pathname) : memory.transport === 'sse'
  return sseFirst ? ['sse', 'streamable_http'] : ['streamable_http', 'sse']
}

async function open(wire: Wire, transport: Transport, memory: EraMemory | undefined, into: Findings): Promise<void> {
  if (transport === 'sse') return connectAndList(wire, 'sse', { kind: 'legacy' }, into)
  const prior = priorOf(memory)
  try {
    await connectAndList(wire, transport, prior, into)
  } catch (error) {
    const again = secondOpening(wire, prior, error)
    if (again === undefined) throw error
    Object.assign(into, { tools: [], pages: 0, firstPage: 0 })
    await connectAndList(wire, transport, again.prior, into)
  }
}

/** How to open again after a failure: without the memory when it may be stale, as a legacy client when asking for the era was too much. */
function secondOpening(
  wire: Wire,
  prior: PriorDiscovery | undefined,
  error: unknown,
): { prior: PriorDiscovery | undefined } | undefined {
  const last = wire.last
  if (wire.signal.aborted || last?.status === undefined || (last.failure !== undefined && last.status < 300))
    return undefined
  if (prior === undefined) {
    const stumbled = last.rpc === 'server/discover' && (last.status === 500 || last.status === 501)
    return stumbled ? { prior: { kind: 'legacy' } } : undefined
  }
  // A finding about the tools themselves is as true of the same server asked in the other way.
  const stale = error instanceof VerdictError ? error.verdict.code === 'malformed_answer' : saysSomething(last.status)
  return stale ? { prior: undefined } : undefined
}

function saysSomething(status: number): boolean {
  return status < 300 || [400, 404, 405, 406].includes(status)
}

function mayBeTheOther(wire: Wire, tried: Transport): boolean {
  const last = wire.last
  if (wire.signal.aborted || last?.status === undefined) return false
  if (tried === 'sse')
    return last.http === 'GET' && last.contentType !== 'text/event-stream' && saysSomething(last.status)
  const code = parseRpcError(last.text)?.code
  const modern = code !== undefined && code <= HEADER_MISMATCH && code >= UNSUPPORTED_VERSION
  return [400, 404, 405].includes(last.status) && !modern
}

/** Of two transports' verdicts the one that tells more: that the second one isn't there either is no news. */
function telling(first: Verdict, second: Verdict): Verdict {
  if (second.code === 'wrong_path' || second.code === 'not_mcp') return first
  if (second.code === 'timed_out' && first.code !== 'wrong_path') return first
  return second
}
