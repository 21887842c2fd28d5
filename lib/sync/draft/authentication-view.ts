import { refusesCaller } from '#lib/mcp/index.ts'
import type { AuthenticationView, SlotProof, SlotView } from '../views.ts'
import { EVERYWHERE, type StoredSlot } from './draft-choices.ts'
import type { Draft } from './load-draft.ts'
import { reachView } from './reach-view.ts'
import { keepable, keptEverywhere, type Slot, scopeOf, slotReady, slotsOf } from './slots.ts'

/** The authentication of each service of a draft, without any credential. */
export function authenticationViews(draft: Draft, platform: string): AuthenticationView[] {
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
    reach: reachView(service, platform),
    scope: scopeOf(draft, service.id),
    service:
      service.credential === null
        ? null
        : { credentialKind: service.credentialKind, setAt: service.credentialSetAt?.toISOString() ?? null },
    slots: slotsOf(draft, service).map(slotView),
  }))
}

function slotView(slot: Slot): SlotView {
  const { key, namespaces, choice, of } = slot
  const kept = keepable(slot)
  const last = kept.toSorted((one, other) => (other.tokenSetAt?.getTime() ?? 0) - (one.tokenSetAt?.getTime() ?? 0))[0]
  return {
    namespaceId: key === EVERYWHERE ? null : key,
    namespaceName: key === EVERYWHERE ? null : (namespaces[0]?.name ?? null),
    choice: choice && choiceView(slot, choice),
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

function choiceView(slot: Slot, choice: StoredSlot): SlotView['choice'] {
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
