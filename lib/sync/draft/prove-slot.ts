import { type Context, type Credential, credentialHeaders } from '#lib/core/index.ts'
import { type LegacyClientProfile, type TokenReport, verifyToken } from '#lib/mcp/index.ts'
import { countOf } from '../plan/plan-words.ts'
import type { DraftTokens, StoredProof } from './draft-choices.ts'
import { type Slot, slotCredential } from './slots.ts'

/** One deadline for the exchanges of one credential. */
export const DEADLINE_MS = 20_000

/** How the slots of a draft are asked: as the platform's release would ask. */
export interface Asker {
  ctx: Context
  profile: LegacyClientProfile
  /** «Dify» */
  word: string
  release: string
  tokens: DraftTokens
}

/** Asks a service by real exchanges with what was chosen for a slot, and tells what they prove. */
export async function proveSlot(asker: Asker, slot: Slot): Promise<StoredProof> {
  const reports: TokenReport[] = []
  for (const credential of await distinctCredentials(slot, asker.tokens)) {
    const { url, transport } = slot.service
    const target = { url, transport, headers: credentialHeaders(credential), deadlineMs: DEADLINE_MS }
    const report = await verifyToken(asker.profile, target)
    reports.push(report)
    if (!report.connects) break
  }
  const worst = reports.find(({ connects }) => !connects) ?? reports.at(-1)
  if (worst === undefined) throw new Error('nothing was verified')
  return proofOf(slot, worst, worst.connects ? provedMessage(worst, asker.word) : worst.message)
}

/** A report as the draft keeps it. */
export function proofOf(slot: Slot, report: TokenReport, message: string): StoredProof {
  const { connects, next, code, tools, morePages, enforced, ms } = report
  return {
    of: slot.of,
    state: connects ? 'verified' : 'failed',
    message,
    next: next ?? null,
    code,
    tools,
    morePages,
    enforced: enforced ?? null,
    ms,
    at: new Date().toISOString(),
  }
}

/** What is kept may be another credential in each namespace; each is asked with once. */
async function distinctCredentials(slot: Slot, tokens: DraftTokens): Promise<Credential[]> {
  const found = new Map<string, Credential>()
  for (const { id } of slot.choice?.source === 'kept' ? slot.namespaces : slot.namespaces.slice(0, 1)) {
    const credential = await slotCredential(slot, id, tokens)
    found.set(JSON.stringify(credential), credential)
  }
  return [...found.values()]
}

function provedMessage(report: TokenReport, platform: string): string {
  const { withoutCredential, tools, enforced, ms } = report
  const found = countOf(tools.length, 'tool')
  if (withoutCredential === undefined)
    return `Answers without a token: ${found}, ${ms} ms. Whoever knows its address can call it.`
  if (enforced === false) return `Verified as ${platform} asks: ${found}. It answers without the token too.`
  return `Verified as ${platform} asks: ${found}${refusedWithout(report)}.`
}

/** «; refused without it (401)»: that, and how, who asked without the credential was refused; empty where nobody was. */
export function refusedWithout({ enforced, withoutCredential }: TokenReport): string {
  const answer = withoutCredential?.exchange.at(-1)?.answer ?? ''
  if (enforced !== true) return ''
  // Without a status where it was done by other means.
  const status = /^4\d\d(?=,|$)/.exec(answer)?.[0]
  return `; refused without it${status === undefined ? '' : ` (${status})`}`
}
