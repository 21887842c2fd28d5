'use client'

import { useRef } from 'react'
import { type UseFormReturn, useForm } from 'react-hook-form'
import type { AuthenticationView, SlotChoiceInput, SlotView } from '#lib/sync/schema.ts'
import {
  type AuthFields,
  credentialOf,
  emptySlot,
  isEmpty,
  type ServiceFields,
  sentAsOf,
  slotKey,
} from './authentication/fields.ts'

/** A choice to keep in the draft. */
export interface AuthEntry {
  serviceId: string
  scope: 'same' | 'byNamespace'
  namespaceId?: string
  choice?: SlotChoiceInput
}

/** What was typed in step 3. It lives in the memory of this page alone, for as long as the dialog is open. */
export interface AuthForm {
  form: UseFormReturn<AuthFields>
  /** What stands in the fields of a service; defaults where nothing was typed. */
  fieldsOf: (service: AuthenticationView) => ServiceFields
  /** Whether a slot holds something typed that the server does not have. */
  isUnsaved: (service: AuthenticationView, slot: SlotView) => boolean
  /** The choice that was typed for a slot; null where nothing was. */
  typedEntry: (service: AuthenticationView, slot: SlotView) => AuthEntry | null
  markSaved: (entries: readonly AuthEntry[]) => void
  /** Empties what was typed for a slot, as when another source is chosen. */
  forget: (service: AuthenticationView, slot: SlotView) => void
}

/** Keeps what is typed in step 3 while the dialog is open, also while other steps are shown. */
export function useAuthForm(): AuthForm {
  const form = useForm<AuthFields>({ defaultValues: { services: {} } })
  const saved = useRef(new Map<string, string>())

  const fieldsOf = (service: AuthenticationView): ServiceFields => {
    const start = sentAsOf(service.slots)
    const held: Partial<ServiceFields> | undefined = form.getValues(`services.${service.serviceId}`)
    const slots: ServiceFields['slots'] = {}
    for (const slot of service.slots) {
      const key = slotKey(slot.namespaceId)
      slots[key] = { ...emptySlot(start.headerNames), ...held?.slots?.[key] }
    }
    return { kind: held?.kind ?? start.kind, header: held?.header ?? start.header, slots }
  }
  const typedEntry = (service: AuthenticationView, slot: SlotView): AuthEntry | null => {
    const { kind, header, slots } = fieldsOf(service)
    const fields = slots[slotKey(slot.namespaceId)]
    if (fields === undefined || isEmpty(kind, fields)) return null
    return {
      serviceId: service.serviceId,
      scope: service.scope,
      ...(slot.namespaceId !== null && { namespaceId: slot.namespaceId }),
      choice: { mode: 'entered', source: 'typed', credential: credentialOf(kind, header, fields) },
    }
  }
  return {
    form,
    fieldsOf,
    typedEntry,
    isUnsaved: (service, slot) => {
      const entry = typedEntry(service, slot)
      return entry !== null && saved.current.get(pathOf(entry)) !== JSON.stringify(entry.choice)
    },
    markSaved: (entries) => {
      for (const entry of entries) saved.current.set(pathOf(entry), JSON.stringify(entry.choice))
    },
    forget: (service, slot) => {
      const key = slotKey(slot.namespaceId)
      form.setValue(`services.${service.serviceId}.slots.${key}`, emptySlot(sentAsOf(service.slots).headerNames))
      saved.current.delete(`${service.serviceId}/${key}`)
    },
  }
}

function pathOf(entry: AuthEntry): string {
  return `${entry.serviceId}/${slotKey(entry.namespaceId ?? null)}`
}
