import { askAs, refusesCaller, type TokenReport, verifyToken } from '#lib/mcp/index.ts'
import { gatewayUrlWithToken, withVerificationToken } from '#lib/tokens/index.ts'
import { tokenOptionsSchema } from '#lib/tokens/schema.ts'
import { countOf } from '../plan/plan-words.ts'
import type { StoredProof } from './draft-choices.ts'
import { type Asker, DEADLINE_MS, proofOf, refusedWithout } from './prove-slot.ts'
import type { Slot } from './slots.ts'

/** Asks a service through the gateway, at the address and in the way of the platform's release, with a token of two minutes. */
export async function proveGenerated(asker: Asker, slot: Slot): Promise<StoredProof> {
  const options = slot.choice?.options ?? tokenOptionsSchema.parse({})
  const { ctx, word, release } = asker
  const wanted = { serviceId: slot.service.id, options, createdBy: ctx.actor.name }
  const report = await withVerificationToken(ctx.db, wanted, (token) =>
    slot.way.tokenInPath ? askInPath(asker, slot, token) : askInHeader(asker, slot, token),
  )
  if (!report.connects) return { ...proofOf(slot, report, failedMessage(report, slot)), next: failedNext(report) }
  const found = countOf(report.tools.length, 'tool')
  const asked = `Verified through the gateway as ${word} ${release} asks`
  return proofOf(slot, report, `${asked}: ${found}${refusedWithout(report)}.`)
}

function askInHeader({ profile }: Asker, { way }: Slot, token: string): Promise<TokenReport> {
  const headers = { authorization: `Bearer ${token}` }
  return verifyToken(profile, { url: way.url, transport: 'auto', headers, deadlineMs: DEADLINE_MS })
}

/** A release without headers: with the token in the path, and beside it at the address without one. */
async function askInPath({ profile }: Asker, { way, service }: Slot, token: string): Promise<TokenReport> {
  const target = { transport: 'auto', headers: {}, deadlineMs: DEADLINE_MS } as const
  const [report, without] = await Promise.all([
    verifyToken(profile, { ...target, url: gatewayUrlWithToken(service.identifier, token) }),
    askAs(profile, { ...target, url: way.url }),
  ])
  const { enforced: _, ...found } = report
  return {
    ...found,
    ...(without.connected ? { enforced: false } : refusesCaller(without.code) && { enforced: true }),
    withoutCredential: without,
  }
}

/** The report speaks of a service that was asked; here the gateway stands before it. */
function failedMessage({ code, message }: TokenReport, { way }: Slot): string {
  return refusesCaller(code) ? `The gateway at ${way.url} refuses its own token.` : `Through the gateway: ${message}`
}

/** Nobody enters a token here; the rest of what the report advises holds for the way through the gateway too. */
function failedNext({ code, next }: TokenReport): string | null {
  return refusesCaller(code) ? 'Check that GATEWAY_URL leads to this installation.' : (next ?? null)
}
