import { eq } from 'drizzle-orm'
import { platforms } from '#db/schema/index.ts'
import { type Context, credentialHeaders, notFound, parseInput, requirePermission } from '#lib/core/index.ts'
import { type TokenReport, verifyToken } from '#lib/mcp/index.ts'
import { connectorFor } from '#lib/platforms/index.ts'
import { knownRelease } from '../draft/known-release.ts'
import { platformWord } from '../draft/platform-word.ts'
import { DEADLINE_MS, refusedWithout } from '../draft/prove-slot.ts'
import { countOf } from '../plan/plan-words.ts'
import { type TryCandidateInput, tryCandidateSchema } from './adopt-schema.ts'
import type { TriedCandidate } from './adopt-views.ts'
import { presentedCredential, serviceToLink } from './presented.ts'

const SHOWN = 20

/**
 * Asks an address as the platform would, and compares the tools that it lists with those that the platform lists: the path of its
 * URL is not readable there, so this is how a wrong one is seen. Takes at most 20 s. Writes nothing.
 */
export async function tryCandidate(ctx: Context, input: TryCandidateInput): Promise<TriedCandidate> {
  requirePermission(ctx, 'services.write')
  const { platformId, target, credential, tools } = parseInput(tryCandidateSchema, input)
  const [platform] = await ctx.db.select().from(platforms).where(eq(platforms.id, platformId))
  if (platform === undefined) throw notFound('The platform')
  const service = 'serviceId' in target ? await serviceToLink(ctx.db, target.serviceId) : undefined
  const presented = await presentedCredential(credential, service, 'credential')
  const url = 'url' in target ? target.url : (service?.url ?? '')
  const profile = connectorFor(platform.kind).client(knownRelease(platform))
  const report = await verifyToken(profile, {
    ...{ url, transport: 'auto', deadlineMs: DEADLINE_MS },
    headers: credentialHeaders(presented),
  })
  return triedCandidate(report, tools, platformWord({ platform }))
}

/** What an exchange says of an address, given the tools that the platform lists. Pure. */
function triedCandidate(report: TokenReport, there: readonly string[], platform: string): TriedCandidate {
  if (!report.connects)
    return { state: 'fault', message: report.message, next: report.next ?? null, missing: [], added: [] }
  const missing = there.filter((name) => !report.tools.includes(name))
  const added = report.tools.filter((name) => !there.includes(name))
  const named = { missing: missing.slice(0, SHOWN), added: added.slice(0, SHOWN) }
  const enforced = report.enforced === false && report.withoutCredential !== undefined
  const open = enforced ? ' It answers without the token too.' : ''
  const refused = refusedWithout(report)
  const found = countOf(report.tools.length, 'tool')
  if (there.length === 0)
    return {
      state: 'verified',
      message: `Answers with ${found}; ${platform} lists none of it.${open}`,
      next: null,
      ...named,
    }
  if (missing.length === 0 && added.length === 0)
    return { state: 'verified', message: `The same ${found} as in ${platform}${refused}.${open}`, next: null, ...named }
  const message =
    missing.length === there.length
      ? `${platform} lists ${countOf(there.length, 'tool')}, this address ${report.tools.length} other${report.tools.length === 1 ? '' : 's'}.`
      : `${platform} lists ${countOf(there.length, 'tool')}, this address ${report.tools.length}; ${there.length - missing.length} are the same.`
  return {
    state: 'warn',
    message: `${message}${open}`,
    next:
      missing.length === there.length
        ? 'It is probably another address. Correct it, or go on if the service has changed.'
        : 'A synchronization reads them again.',
    ...named,
  }
}
