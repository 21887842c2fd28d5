'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { type Resolver, type UseFormReturn, useForm } from 'react-hook-form'
import { useCall } from '#app/login/session-keeper.tsx'
import type { PublicError } from '#lib/core/schema.ts'
import type { ServiceFacts } from '#lib/services/index.ts'
import { showAtFields } from '../../form/show-at-fields.ts'
import { addService, changeService } from '../actions.ts'
import { createInput, formSchema, initialValues, type ServiceFormValues, updateInput } from './form-values.ts'
import { ICON_COLORS, PALE_COLORS } from './icon-palette.ts'

interface ServiceForm {
  form: UseFormReturn<ServiceFormValues>
  saving: boolean
  /** Why the last save failed, where that belongs to no field. */
  fault: PublicError | null
  /** The question that a changed identifier raises. */
  replacement: PublicError | null
  setReplacement: (replacement: PublicError | null) => void
  save: (confirmReplacement?: boolean) => Promise<void>
}

/** The form's state: parsed by the server's own schema here, and again there; the server's faults come to their fields. */
export function useServiceForm(service: ServiceFacts | undefined, onSaved: (name: string) => void): ServiceForm {
  const call = useCall()
  const [saving, setSaving] = useState(false)
  const [fault, setFault] = useState<PublicError | null>(null)
  const [replacement, setReplacement] = useState<PublicError | null>(null)
  // New services differ a little even where nobody chooses.
  const [color] = useState(() => ICON_COLORS[Math.floor(Math.random() * PALE_COLORS)] ?? ICON_COLORS[0])
  const form = useForm<ServiceFormValues>({
    defaultValues: initialValues(service, color),
    resolver,
    mode: 'onTouched',
  })

  const save = async (confirmReplacement = false) => {
    setFault(null)
    if (saving || !(await form.trigger(undefined, { shouldFocus: true }))) return
    setSaving(true)
    const values = form.getValues()
    const result = await call(() =>
      service === undefined
        ? addService(createInput(values))
        : changeService(updateInput(service.id, values, confirmReplacement)),
    )
    setSaving(false)
    setReplacement(null)
    if (result.ok) return onSaved(result.value.name)
    if (result.error.code === 'identifier_replaces') return setReplacement(result.error)
    if (!showAtFields(form, result.error)) setFault(result.error)
  }
  return { form, saving, fault, replacement, setReplacement, save }
}

const resolver: Resolver<ServiceFormValues> = async (values, context, options) => {
  const parsed = await zodResolver(formSchema(values.keepCredential))(values, context, options as never)
  return { values: Object.keys(parsed.errors).length > 0 ? {} : values, errors: parsed.errors } as never
}
