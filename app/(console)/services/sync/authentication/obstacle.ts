import type { AuthenticationView, SlotView, TokenMode } from '#lib/sync/schema.ts'
import type { AuthEntry, AuthForm } from '../use-auth-form.ts'
import { formFault } from './fields.ts'

/** What keeps the dialog from going on: the sentence, the service it is about, and whether going on unverified is a way. */
export interface Obstacle {
  serviceId: string
  /** Where the focus belongs; null where a choice of the whole service is missing. */
  slot: SlotView
  /** «Price List → Operations» */
  place: string
  sentence: string
  unverified: boolean
}

/** The first obstacle in the order shown; null where all is chosen, and at most a verification is left to be done. */
export function firstObstacle(
  authentication: readonly AuthenticationView[],
  nameOf: (serviceId: string) => string,
  auth: AuthForm,
  modeOf: (service: AuthenticationView) => TokenMode | undefined,
): Obstacle | null {
  for (const service of authentication)
    for (const slot of service.slots) {
      const found = slotObstacle(service, slot, auth, modeOf(service))
      if (found === null) continue
      const inNamespace = slot.namespaceName === null ? '' : ` → ${slot.namespaceName}`
      const place = `${nameOf(service.serviceId)}${inNamespace}`
      return { serviceId: service.serviceId, slot, place, ...found }
    }
  return null
}

function slotObstacle(
  service: AuthenticationView,
  slot: SlotView,
  auth: AuthForm,
  mode: TokenMode | undefined,
): Pick<Obstacle, 'sentence' | 'unverified'> | null {
  if (mode === undefined) return { sentence: 'choose Generate, Enter or None.', unverified: false }
  const typed = mode === 'entered' ? auth.typedEntry(service, slot) : null
  if (
    typed === null &&
    (slot.choice === null || (mode === 'entered' && service.scope === 'same' && slot.choice.mode !== 'entered'))
  )
    return { sentence: mode === 'entered' ? 'enter the token.' : 'choose how it is reached.', unverified: false }
  if (typed !== null && auth.isUnsaved(service, slot)) {
    return isWhole(typed) ? null : { sentence: 'the token has a fault.', unverified: false }
  }
  if (slot.ready) return null
  if (slot.obstacle !== null) return { sentence: `${slot.obstacle.next} Or`, unverified: true }
  if (slot.proof?.state !== 'failed') return null
  if (slot.choice?.mode === 'generated')
    return { sentence: 'it does not answer through the gateway. Try again, or', unverified: true }
  if (!slot.proof.refused) return { sentence: 'it could not be verified. Try again, or', unverified: true }
  return {
    sentence:
      slot.choice?.mode === 'none'
        ? 'it does not answer without a token. Enter one, or'
        : 'the token is refused. Correct it, or',
    unverified: true,
  }
}

/** Whether what was typed can be kept: nothing in its form speaks against it. */
export function isWhole({ choice }: AuthEntry): boolean {
  if (choice === undefined || !('credential' in choice)) return true
  return formFault(choice.credential)?.level !== 'bad'
}
