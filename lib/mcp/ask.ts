import { diagnose } from './diagnosis.ts'
import { type FirstPage, LegacySession } from './legacy-session.ts'
import type { AskReport, LegacyClientProfile, McpTarget, Transport } from './report.ts'
import { parseRpcError, UNSUPPORTED_VERSION } from './rpc-error.ts'
import { targetFault } from './target-fault.ts'
import { count, type Verdict, VerdictError, withoutSecrets } from './verdict.ts'
import { Wire, type WireOptions } from './wire.ts'

/**
 * Asks a service exactly as that client would: one legacy handshake with the version it offers, no version header, the
 * first page of tools only, the transport by the URL's path (`target.transport` is not looked at, as the client has none).
 * Whatever the service does becomes a report.
 */
export async function askAs(
  profile: LegacyClientProfile,
  target: McpTarget,
  options: WireOptions = {},
): Promise<AskReport> {
  const fault = targetFault(target)
  if (fault !== undefined) return { connected: false, ...fault, tools: [], morePages: false, ms: 0, exchange: [] }
  const wire = new Wire(target, options)
  let page: FirstPage = { tools: [], morePages: false }
  let verdict: Verdict
  try {
    page = await wire.race(firstPageAs(profile, wire))
    verdict = connectedVerdict(profile, page)
  } catch (error) {
    verdict = withoutSecrets(modernOnly(profile, wire) ?? (await diagnose(error, wire)), target.headers)
  } finally {
    await wire.close()
  }
  const connected = verdict.code === 'connected' || verdict.code === 'no_tools'
  return { connected, ...verdict, ...page, ms: wire.ms, exchange: wire.exchange() }
}

async function firstPageAs(profile: LegacyClientProfile, wire: Wire): Promise<FirstPage> {
  const session = await openByPath(profile, wire)
  try {
    if (!profile.accepts.includes(session.protocolVersion)) throw versionRefused(profile, session.protocolVersion)
    return await session.firstPage()
  } finally {
    await session.close()
  }
}

/** A path that says nothing is tried as an event stream first, and that must not use up the time for the other way. */
async function openByPath(profile: LegacyClientProfile, wire: Wire): Promise<LegacySession> {
  const transport = transportOf(wire.target.url)
  if (transport !== undefined) return LegacySession.open(wire, transport, profile)
  try {
    return await LegacySession.open(wire, 'sse', profile, Math.min(5000, wire.target.deadlineMs / 3))
  } catch (error) {
    const settled = wire.last?.http !== 'GET' || [401, 403].includes(wire.last.status ?? 0)
    if (settled || wire.signal.aborted) throw error
    return LegacySession.open(wire, 'streamable_http', profile)
  }
}

function transportOf(url: string): Transport | undefined {
  const segment = new URL(url).pathname.replace(/\/$/, '').split('/').at(-1)
  return segment === 'mcp' ? 'streamable_http' : segment === 'sse' ? 'sse' : undefined
}

function connectedVerdict({ name, version }: LegacyClientProfile, { tools, morePages }: FirstPage): Verdict {
  const client = `${name} ${version}`
  if (tools.length === 0)
    return {
      code: 'no_tools',
      message: `${client} connects, but gets no tools.`,
      next: 'Check that the service lists tools for this credential.',
    }
  const more = morePages ? ', those of the first page; it never asks for the others' : ''
  return { code: 'connected', message: `${client} gets ${count(tools.length, 'tool')}${more}.` }
}

function versionRefused({ name, version, offers, accepts }: LegacyClientProfile, answered: string): VerdictError {
  return new VerdictError({
    code: 'version_refused',
    message: `The service answers with MCP ${answered.slice(0, 20)}, which ${name} ${version} does not accept.`,
    next: `Let the service answer with the version that is offered (${offers}) or with ${accepts.join(' or ')}.`,
  })
}

function modernOnly({ name, version, offers }: LegacyClientProfile, wire: Wire): Verdict | undefined {
  const error = wire.last?.rpc === 'initialize' ? parseRpcError(wire.last.text) : undefined
  if (error?.code !== UNSUPPORTED_VERSION) return undefined
  const versions = error.supported.length > 0 ? error.supported.slice(0, 5).join(', ') : 'of a later era'
  return {
    code: 'modern_only',
    message: `The service speaks only MCP ${versions}, which ${name} ${version} cannot use.`,
    next: `Let the service serve clients that offer ${offers} as well.`,
  }
}
