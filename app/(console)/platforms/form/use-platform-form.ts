'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useEffect, useState } from 'react'
import { type Resolver, type UseFormReturn, useForm } from 'react-hook-form'
import { useCall } from '#app/login/session-keeper.tsx'
import type { PublicError } from '#lib/core/index.ts'
import type { PlatformFacts } from '#lib/platforms/index.ts'
import { showAtFields } from '../../form/show-at-fields.ts'
import { changeOne, connectOne } from '../actions.ts'
import type { ConnectionRefusal, SaveOutcome } from '../save-outcome.ts'
import {
  connectInput,
  formSchema,
  initialValues,
  keepsSecret,
  type PlatformFormValues,
  updateInput,
} from './form-values.ts'

export type KeptPlatform = Extract<SaveOutcome, { kept: true }>['platform']

/** Why the last save failed, where that belongs to no field: inside here, or by the platform, which may be kept all the same. */
export type SaveFault = { by: 'us'; error: PublicError } | { by: 'platform'; refusal: ConnectionRefusal }

interface PlatformForm {
  form: UseFormReturn<PlatformFormValues>
  saving: boolean
  fault: SaveFault | null
  save: (evenIfUnreachable?: boolean) => Promise<void>
}

/** The form's state: parsed by the server's own schema here, and again there; the server's faults come to their fields. */
export function usePlatformForm(
  stored: PlatformFacts | undefined,
  replaceSecret: boolean,
  onKept: (platform: KeptPlatform) => void,
): PlatformForm {
  const call = useCall()
  const [saving, setSaving] = useState(false)
  const [fault, setFault] = useState<SaveFault | null>(null)
  const form = useForm<PlatformFormValues>({
    defaultValues: initialValues(stored, replaceSecret),
    resolver: resolverFor(stored),
    mode: 'onTouched',
  })
  // A refusal is about what was sent: it goes when that is changed.
  useEffect(() => form.subscribe({ formState: { values: true }, callback: () => setFault(null) }), [form])

  const save = async (evenIfUnreachable = false) => {
    if (saving || !(await form.trigger(undefined, { shouldFocus: true }))) return
    setFault(null)
    setSaving(true)
    const values = form.getValues()
    const result = await call(() =>
      stored === undefined
        ? connectOne(connectInput(values, evenIfUnreachable))
        : changeOne(updateInput(values, stored, evenIfUnreachable)),
    )
    setSaving(false)
    if (!result.ok) {
      if (!showAtFields(form, result.error)) setFault({ by: 'us', error: result.error })
      return
    }
    if (result.value.kept) onKept(result.value.platform)
    else setFault({ by: 'platform', refusal: result.value.refusal })
  }
  return { form, saving, fault, save }
}

function resolverFor(stored: PlatformFacts | undefined): Resolver<PlatformFormValues> {
  return async (values, context, options) => {
    const { errors } = await zodResolver(formSchema(keepsSecret(values, stored)))(values, context, options as never)
    return { values: Object.keys(errors).length > 0 ? {} : values, errors } as never
  }
}
