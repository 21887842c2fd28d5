import type { ObservedProvider } from '#lib/platforms/index.ts'
import type { PlanConflict } from '../views.ts'
import type { SyncSituation, Wish } from './plan-types.ts'

/** How far a conflict is: none or settled (`clear`, with the name it gets and what it adopts), left out (`skip`), or `open`. */
export type Met =
  | { outcome: 'clear'; name: string; adopt?: ObservedProvider; conflict: PlanConflict | null }
  | { outcome: 'skip' | 'open'; summary: string; code: string; conflict: PlanConflict }

type Holder = PlanConflict['by'][number] & { provider?: ObservedProvider }

/** Whether something that is not ours stands where this wish should go, and what was chosen about it. */
export function conflictFor(
  situation: SyncSituation,
  wish: Wish,
  own: ObservedProvider | undefined,
  earlier: readonly Wish[],
): Met {
  const { desired, choice, platform } = { ...wish, platform: situation.platform }
  const foreign = situation.observed.filter(({ remoteId }) => remoteId !== own?.remoteId)
  const identifier = foreign.find((one) => one.identifier === desired.identifier)
  const holdsName = (name: string, except?: ObservedProvider) =>
    nameHolder(
      situation,
      foreign.filter((one) => one !== except),
      earlier,
      name,
    )

  if (identifier !== undefined) {
    const holder = described(situation, identifier)
    const alsoName = holdsName(desired.name, identifier) !== undefined
    const conflict = conflictOf('identifier', [holder], wish, {
      adopt: holder.service === null && own === undefined,
      rename: false,
      adoptNeedsName: alsoName,
    })
    const settled = settle(wish, conflict, [holder], (name) => holdsName(name, identifier) === undefined)
    return settled ?? open(conflict, `There already under the identifier «${desired.identifier}», not ours.`)
  }
  const url = urlHolders(situation, wish, own, foreign, earlier)
  if (url.length > 0) {
    const conflict = conflictOf('url', url, wish, {
      adopt: own === undefined && url.every(({ service }) => service === null),
      rename: false,
      adoptNeedsName: url.every(({ provider }) => holdsName(desired.name, provider) !== undefined),
    })
    const settled = settle(
      wish,
      conflict,
      url,
      (name) =>
        holdsName(
          name,
          url.find(({ remoteId }) => choice?.kind === 'adopt' && choice.remoteId === remoteId)?.provider,
        ) === undefined,
    )
    const by = url[0]?.service
    return (
      settled ??
      open(
        conflict,
        by
          ? `«${by}» has the same URL there, and ${platform} keeps each URL once.`
          : `Another tool there has the same URL, and ${platform} keeps each once.`,
      )
    )
  }
  const taken = holdsName(desired.name)
  if (taken === undefined && choice?.kind !== 'rename') return { outcome: 'clear', name: desired.name, conflict: null }
  if (taken === undefined) return renamedFreely(wish, holdsName)
  const conflict = conflictOf('name', [taken], wish, {
    adopt: taken.provider !== undefined && taken.service === null && own === undefined,
    rename: true,
    adoptNeedsName: false,
  })
  const settled = settle(
    wish,
    conflict,
    [taken],
    (name) => holdsName(name, choice?.kind === 'adopt' ? taken.provider : undefined) === undefined,
  )
  return (
    settled ??
    open(
      conflict,
      taken.service === null
        ? `«${desired.name}» is there already, not ours.`
        : `The name is taken there by our «${taken.service}».`,
    )
  )
}

/** A name chosen for a conflict that has gone since: it stays as it was chosen, if it is free. */
function renamedFreely(wish: Wish, holdsName: (name: string) => Holder | undefined): Met {
  const name = wish.choice?.kind === 'rename' ? wish.choice.name : wish.desired.name
  return { outcome: 'clear', name: holdsName(name) === undefined ? name : wish.desired.name, conflict: null }
}

/** What was chosen, when it (still) fits the conflict. */
function settle(
  { choice, desired }: Wish,
  conflict: PlanConflict,
  holders: readonly Holder[],
  nameIsFree: (name: string) => boolean,
): Met | undefined {
  if (choice === null || !conflict.choices.some(({ kind }) => kind === choice.kind)) return undefined
  const chosen = { ...conflict, chosen: choice }
  if (choice.kind === 'skip')
    return { outcome: 'skip', summary: 'Left as it is there.', code: 'skipped_by_choice', conflict: chosen }
  const name = choice.name ?? desired.name
  if (!nameIsFree(name)) return undefined
  if (choice.kind === 'rename') return { outcome: 'clear', name, conflict: chosen }
  const adopt = holders.find(({ remoteId }) => remoteId === choice.remoteId)?.provider
  return adopt === undefined ? undefined : { outcome: 'clear', name, adopt, conflict: chosen }
}

function open(conflict: PlanConflict, summary: string): Met {
  return { outcome: 'open', summary, code: `${conflict.taken}_taken`, conflict }
}

function conflictOf(
  taken: PlanConflict['taken'],
  by: readonly Holder[],
  wish: Wish,
  offers: { adopt: boolean; rename: boolean; adoptNeedsName: boolean },
): PlanConflict {
  const identifier = by[0]?.identifier ?? ''
  const moved =
    taken === 'identifier' || identifier === wish.desired.identifier
      ? ''
      : ` Its identifier becomes «${wish.desired.identifier}»: workflows there that use it as «${identifier}» stop.`
  return {
    taken,
    by: by.map(({ remoteId, name, identifier, service }) => ({ remoteId, name, identifier, service })),
    choices: [
      ...(offers.adopt
        ? [
            {
              kind: 'adopt' as const,
              consequence: `Its URL and token become ours.${moved}`,
              needsName: offers.adoptNeedsName,
            },
          ]
        : []),
      ...(offers.rename
        ? [
            {
              kind: 'rename' as const,
              consequence: 'It gets another name there; its identifier stays.',
              needsName: true,
            },
          ]
        : []),
      { kind: 'skip', consequence: 'Nothing changes there.', needsName: false },
    ],
    chosen: null,
    suggestedName: suggestedName(wish),
  }
}

/** A name that says where it comes from, within the 40 characters that fit. */
function suggestedName({ desired }: Wish): string {
  const suffix = ' (MCP Ferry)'
  return `${[...desired.name].slice(0, 40 - suffix.length).join('')}${suffix}`
}

function nameHolder(
  situation: SyncSituation,
  foreign: readonly ObservedProvider[],
  earlier: readonly Wish[],
  name: string,
): Holder | undefined {
  const there = foreign.find((one) => one.name === name)
  if (there !== undefined) return described(situation, there)
  const wished = earlier.find(({ desired }) => desired.name === name)
  return wished && { remoteId: '', name, identifier: wished.desired.identifier, service: wished.service.name }
}

/** Dify's list masks URLs, so a taken one is known for our own providers, and after the platform has refused it once. */
function urlHolders(
  situation: SyncSituation,
  { desired, bound }: Wish,
  own: ObservedProvider | undefined,
  foreign: readonly ObservedProvider[],
  earlier: readonly Wish[],
): Holder[] {
  const wished = earlier.find((one) => one.desired.url === desired.url)
  if (wished)
    return [
      { remoteId: '', name: wished.desired.name, identifier: wished.desired.identifier, service: wished.service.name },
    ]
  const other = situation.others.find(
    ({ url, remoteId }) => url === desired.url && foreign.some((one) => one.remoteId === remoteId),
  )
  if (other)
    return [{ remoteId: other.remoteId ?? '', name: other.serviceName, identifier: '', service: other.serviceName }]
  if (own !== undefined || bound?.stateCode !== 'url_taken') return []
  const origin = new URL(desired.url).origin
  // What we carried there ourselves has a URL that is known, and it is another one.
  return foreign
    .filter((one) => one.urlOrigin === origin)
    .map((one) => described(situation, one))
    .filter(({ service }) => service === null)
}

function described({ others, wishes }: SyncSituation, provider: ObservedProvider): Holder {
  const { remoteId, name, identifier } = provider
  const other = others.find((one) => one.remoteId === remoteId)?.serviceName
  const wish = wishes.find(({ bound }) => bound?.remoteId === remoteId)?.service.name
  return { remoteId, name, identifier, service: other ?? wish ?? null, provider }
}
