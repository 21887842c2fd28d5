import { askAs } from './ask.ts'
import type { AskReport, LegacyClientProfile, McpTarget } from './report.ts'
import type { WireOptions } from './wire.ts'

/** What two exchanges, with the credential and without it, say of the credential. */
export interface TokenReport {
  /** Whether the client connects and gets tools with the credential. */
  connects: boolean
  code: string
  message: string
  next?: string
  tools: string[]
  morePages: boolean
  /** Whether the service refuses callers without the credential; absent when that could not be found out. */
  enforced?: boolean
  ms: number
  withCredential: AskReport
  /** Absent when there is no credential. */
  withoutCredential?: AskReport
}

/** Answers that mean «not with this credential», or «not without one». */
const REFUSALS = new Set([
  'needs_token',
  'needs_basic',
  'needs_credential',
  'credential_refused',
  'refused',
  'lacks_scope',
])

/** Whether the code of a report means that the service refuses who asks, not that it could not be asked. */
export function refusesCaller(code: string): boolean {
  return REFUSALS.has(code)
}

/**
 * Verifies the credential in `target.headers` by real exchanges, asked as this client will ask: one with it, and beside it
 * one without it, since a service that answers both does not enforce it (code `not_enforced`, which still connects).
 */
export async function verifyToken(
  profile: LegacyClientProfile,
  target: McpTarget,
  options: WireOptions = {},
): Promise<TokenReport> {
  const hasCredential = Object.keys(target.headers).length > 0
  const [withCredential, withoutCredential] = await Promise.all([
    askAs(profile, target, options),
    hasCredential ? askAs(profile, { ...target, headers: {} }, options) : undefined,
  ])
  const { connected, code, message, next, tools, morePages, ms } = withCredential
  const enforced = enforcement(withCredential, withoutCredential)
  const report: TokenReport = {
    connects: connected && tools.length > 0,
    code,
    message,
    ...(next !== undefined && { next }),
    tools,
    morePages,
    ...(enforced !== undefined && { enforced }),
    ms: Math.max(ms, withoutCredential?.ms ?? 0),
    withCredential,
    ...(withoutCredential !== undefined && { withoutCredential }),
  }
  if (!report.connects || !hasCredential || enforced !== false) return report
  return {
    ...report,
    code: 'not_enforced',
    message: `${message} The service gives its tools without this credential as well.`,
    next: 'Have the service enforce its credential, or choose none.',
  }
}

function enforcement(withCredential: AskReport, without: AskReport | undefined): boolean | undefined {
  if (without === undefined) return withCredential.connected ? false : undefined
  if (without.connected) return without.tools.length === 0 ? undefined : false
  return refusesCaller(without.code) ? true : undefined
}
