import { fingerprint } from '#lib/core/index.ts'
import type { Findings } from './connection.ts'
import { diagnose } from './diagnosis.ts'
import { memorySubject, usableMemory } from './era-memory.ts'
import { legacySide } from './legacy-first-page.ts'
import { openByEitherTransport } from './opening.ts'
import type { CheckReport, Era, EraMemory, McpTarget } from './report.ts'
import { targetFault } from './target-fault.ts'
import { count, type Verdict, withoutSecrets } from './verdict.ts'
import { Wire, type WireOptions } from './wire.ts'

export interface CheckOptions extends WireOptions {
  /** What the last check remembered (`CheckReport.memory`); it is ignored where it does not fit the URL and the credential. */
  memory?: EraMemory
  /** False: neither use nor give a memory, so that no key is needed. Default true. */
  remember?: boolean
}

/**
 * Asks a service whether it really serves tools: opens it in the era it speaks, reads every page of its tool list, and
 * finds out what a legacy client gets. Ends at the deadline (and at most a second later, for taking leave).
 * Whatever the service does becomes a report; it throws only for a fault of ours.
 */
export async function checkService(target: McpTarget, options: CheckOptions = {}): Promise<CheckReport> {
  const fault = targetFault(target)
  if (fault !== undefined) return { status: 'abnormal', ...fault, eras: [], tools: [], ms: 0, exchange: [] }
  const of = options.remember === false ? undefined : fingerprint(memorySubject(target))
  const memory = usableMemory(options.memory, of)
  const wire = new Wire(target, options)
  const findings: Findings = { tools: [], pages: 0, firstPage: 0 }
  let verdict: Verdict
  let legacy: EraMemory['legacy']
  try {
    await openByEitherTransport(wire, memory, findings)
    verdict = verdictOf(findings)
    if (findings.era === 'modern') legacy = await legacySide(wire, memory, findings.tools.length)
  } catch (error) {
    verdict = withoutSecrets(await diagnose(error, wire), target.headers)
  } finally {
    await wire.close()
  }
  const remembered = of === undefined ? undefined : newMemory(of, memory, findings, legacy)
  return {
    status: verdict.code === 'normal' ? 'normal' : 'abnormal',
    ...verdict,
    ...facts(findings, legacy),
    ms: wire.ms,
    ...(remembered !== undefined && { memory: remembered }),
    exchange: wire.exchange(),
  }
}

function verdictOf({ tools, pages }: Findings): Verdict {
  if (tools.length === 0)
    return {
      code: 'no_tools',
      message: 'The service speaks MCP, but its list of tools is empty.',
      next: 'Check that it is the right service; behind a proxy, check that the proxy reaches its upstream.',
    }
  return {
    code: 'normal',
    message: `The service answers with ${count(tools.length, 'tool')}${pages > 1 ? ` on ${pages} pages` : ''}.`,
  }
}

function facts(
  findings: Findings,
  legacy: EraMemory['legacy'],
): Pick<CheckReport, 'eras' | 'tools'> & Partial<CheckReport> {
  const { transport, era, protocolVersion, serverName, serverVersion, tools, pages, firstPage } = findings
  const eras: Era[] = era === undefined ? [] : era === 'modern' && legacy?.served ? ['legacy', 'modern'] : [era]
  const legacyFirstPageTools = era === 'legacy' && pages > 0 ? firstPage : legacy?.firstPageTools
  return {
    eras,
    tools,
    ...(transport !== undefined && { transport }),
    ...(protocolVersion !== undefined && { protocolVersion }),
    ...(serverName !== undefined && { serverName }),
    ...(serverVersion !== undefined && { serverVersion }),
    ...(pages > 0 && { pages }),
    ...(legacyFirstPageTools !== undefined && { legacyFirstPageTools }),
  }
}

/** A check that learned no era leaves the memory as it was: a busy or unreachable service has not changed its era. */
function newMemory(
  of: string,
  memory: EraMemory | undefined,
  { era, transport, discover }: Findings,
  legacy: EraMemory['legacy'],
): EraMemory | undefined {
  if (era === undefined || transport === undefined) return memory
  const same = memory?.era === era && memory.transport === transport
  return {
    of,
    era,
    transport,
    // The date is that of the asking: using a verdict does not make it younger.
    at: same ? memory.at : Date.now(),
    ...(discover !== undefined && { discover }),
    ...(legacy !== undefined && { legacy }),
  }
}
