import pLimit from 'p-limit'
import type { z } from 'zod'
import {
  type Context,
  type Credential,
  credentialHeaders,
  FerryError,
  parseInput,
  requirePermission,
} from '#lib/core/index.ts'
import { type LegacyClientProfile, type TokenReport, verifyToken } from '#lib/mcp/index.ts'
import { connectorFor } from '#lib/platforms/index.ts'
import { countOf } from '../plan/plan-words.ts'
import { verifyTokensSchema } from '../schema.ts'
import type { DraftView } from '../views.ts'
import { type DraftTokens, type StoredProof, storeSlot } from './draft-choices.ts'
import { platformWord, readDraftView } from './draft-view.ts'
import { knownRelease } from './known-release.ts'
import { loadDraft, openTokens } from './load-draft.ts'
import { editDraft } from './save-draft.ts'
import { keptEverywhere, type Slot, slotCredential, slotsOf } from './slots.ts'

/** One deadline for the exchanges of one credential. */
const DEADLINE_MS = 20_000
const AT_A_TIME = 6

/**
 * Verifies what was chosen by real MCP exchanges, made as the platform's release makes them: with the credential, and without it
 * to see whether the service enforces it. One service or all, one namespace or all; what is not chosen yet is left out.
 */
export async function verifyTokens(ctx: Context, input: z.input<typeof verifyTokensSchema>): Promise<DraftView> {
  requirePermission(ctx, 'syncs.write')
  const { draftId, serviceId, namespaceId } = parseInput(verifyTokensSchema, input)
  const draft = await loadDraft(ctx, draftId)
  if (draft.platform === null)
    throw new FerryError('draft_incomplete', 409, 'No platform is chosen yet.', { next: 'Choose a platform first.' })
  const profile = connectorFor(draft.platform.kind).client(knownRelease(draft.platform))
  const slots = draft.services
    .filter(({ id }) => serviceId === undefined || id === serviceId)
    .flatMap((service) => slotsOf(draft, service))
    .filter(({ key }) => namespaceId === undefined || key === namespaceId)
    .filter((slot) => slot.choice !== null && (slot.choice.source !== 'kept' || keptEverywhere(slot)))
  const tokens = await openTokens(draft)
  const limit = pLimit(AT_A_TIME)
  const word = platformWord(draft)
  const proofs = await Promise.all(
    slots.map((slot) => limit(async () => ({ slot, proof: await proveSlot(slot, tokens, profile, word) }))),
  )
  await editDraft(
    ctx,
    draftId,
    ({ choices }) => {
      for (const { slot, proof } of proofs) {
        const now = choices.authentication[slot.service.id]?.slots[slot.key] ?? slot.choice
        // Changed while it was being verified: `of` no longer fits, and the proof would count for nothing.
        if (now !== null && now.version === slot.choice?.version && now.source === slot.choice.source)
          storeSlot(choices, slot.service.id, slot.key, { ...now, proof })
      }
    },
    { keepPlan: true },
  )
  return readDraftView(ctx, draftId)
}

async function proveSlot(
  slot: Slot,
  tokens: DraftTokens,
  profile: LegacyClientProfile,
  platform: string,
): Promise<StoredProof> {
  const reports: TokenReport[] = []
  for (const credential of await distinctCredentials(slot, tokens)) {
    const { url, transport } = slot.service
    const target = { url, transport, headers: credentialHeaders(credential), deadlineMs: DEADLINE_MS }
    const report = await verifyToken(profile, target)
    reports.push(report)
    if (!report.connects) break
  }
  const worst = reports.find(({ connects }) => !connects) ?? reports.at(-1)
  if (worst === undefined) throw new Error('nothing was verified')
  return {
    of: slot.of,
    state: worst.connects ? 'verified' : 'failed',
    message: worst.connects ? provedMessage(worst, platform) : worst.message,
    next: worst.next ?? null,
    code: worst.code,
    tools: worst.tools,
    morePages: worst.morePages,
    enforced: worst.enforced ?? null,
    ms: worst.ms,
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

function provedMessage({ withoutCredential, tools, enforced, ms }: TokenReport, platform: string): string {
  const found = countOf(tools.length, 'tool')
  if (withoutCredential === undefined)
    return `Answers without a token: ${found}, ${ms} ms. Whoever knows its address can call it.`
  if (enforced === false) return `Verified as ${platform} asks: ${found}. It answers without the token too.`
  return `Verified as ${platform} asks: ${found}${enforced === true ? '; refused without it' : ''}.`
}
