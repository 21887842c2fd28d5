import { refusesCaller } from '#lib/mcp/index.ts'
import { tokenOptionsSchema } from '#lib/tokens/schema.ts'
import type { AuthenticationView, SlotProof, SlotView } from '../views.ts'
import { EVERYWHERE, type StoredSlot } from './draft-choices.ts'
import { gatewayWay } from './gateway-way.ts'
import { keepable, livingToken } from './kept-tokens.ts'
import type { Draft, PlatformRow } from './load-draft.ts'
import { reachView, throughGateway } from './reach-view.ts'
import { keptEverywhere, obstacleOf, type Slot, scopeOf, slotReady, slotsOf } from './slots.ts'

/** The authentication of each service of a draft, without any credential. */
export function authenticationViews(draft: Draft, platform: PlatformRow, word: string): AuthenticationView[] {
  return draft.services.map((service) => ({
    serviceId: service.id,
    asks:
      service.credentialKind === 'none'
        ? service.status === 'normal'
          ? 'nothing'
          : 'unknown'
        : service.enforcesCredential === false
          ? 'nothing'
          : 'token',
    reach: reachView(service, word),
    gateway: { ...gatewayWay(platform, service.identifier), tools: throughGateway(service, null).of },
    scope: scopeOf(draft, service.id),
    service:
      // What fetches access tokens is no credential that a platform could present.
      service.credential === null || service.credentialKind === 'oauthClient'
        ? null
        : { credentialKind: service.credentialKind, setAt: service.credentialSetAt?.toISOString() ?? null },
    slots: slotsOf(draft, service).map((slot) => slotView(draft, slot)),
  }))
}

function slotView(draft: Draft, slot: Slot): SlotView {
  const { key, namespaces, choice, of } = slot
  const kept = keepable(slot)
  const last = kept.toSorted((one, other) => (other.tokenSetAt?.getTime() ?? 0) - (one.tokenSetAt?.getTime() ?? 0))[0]
  return {
    namespaceId: key === EVERYWHERE ? null : key,
    namespaceName: key === EVERYWHERE ? null : (namespaces[0]?.name ?? null),
    choice: choice && choiceView(draft, slot, choice),
    obstacle: obstacleOf(slot),
    kept:
      last === undefined
        ? null
        : {
            namespaces: kept.length,
            setAt: last.tokenSetAt?.toISOString() ?? null,
            setBy: last.tokenSetBy,
          },
    proof: choice?.proof?.of === of ? proofView(choice.proof) : null,
    acceptedUnverified: choice?.accepted === of,
    ready: slotReady(slot),
  }
}

function choiceView(draft: Draft, slot: Slot, choice: StoredSlot): SlotView['choice'] {
  if (choice.mode === 'generated') {
    const staying = slot.bound.filter((binding) => livingToken(draft, binding) !== undefined).length
    return {
      mode: 'generated',
      options: choice.options ?? tokenOptionsSchema.parse({}),
      staying,
      fresh: slot.namespaces.length - staying,
      proposed: choice.implied === true ? (choice.proposed ?? null) : null,
    }
  }
  if (choice.mode === 'none' || choice.source === null) return { mode: 'none' }
  const { service } = slot
  const known =
    choice.source === 'typed'
      ? {
          setAt: choice.setAt,
          setBy: choice.setBy,
          credentialKind: choice.credentialKind,
          headerNames: choice.headerNames,
        }
      : choice.source === 'service'
        ? {
            setAt: service.credentialSetAt?.toISOString() ?? null,
            setBy: service.credentialSetBy,
            credentialKind: service.credentialKind,
            headerNames: [],
          }
        : keptChoice(slot)
  return { mode: 'entered', source: choice.source, set: true, ...known }
}

function keptChoice(slot: Slot) {
  const first = keptEverywhere(slot) ? slot.bound[0] : undefined
  return {
    setAt: first?.tokenSetAt?.toISOString() ?? null,
    setBy: first?.tokenSetBy ?? null,
    credentialKind: 'kept',
    headerNames: first?.appliedShown?.headerNames ?? [],
  }
}

function proofView({
  state,
  message,
  next,
  code,
  tools,
  morePages,
  enforced,
  ms,
  at,
}: NonNullable<StoredSlot['proof']>): SlotProof {
  return { state, message, next, code, refused: refusesCaller(code), tools: tools.length, morePages, enforced, ms, at }
}
