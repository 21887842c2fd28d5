'use client'

import { useFormContext } from 'react-hook-form'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { addressHint } from './address-hint.ts'
import type { PlatformFormValues } from './form-values.ts'

/** What a platform is called and where it is. */
export function AddressFields({ beginHere }: { beginHere: boolean }) {
  const { register, watch, formState } = useFormContext<PlatformFormValues>()
  const { errors } = formState
  return (
    <>
      <Field label="Name" required error={errors.name?.message}>
        <Input autoComplete="off" dir="auto" placeholder="Dify Production" {...register('name')} />
      </Field>
      <Field label="Base URL" required error={errors.baseUrl?.message} hint={addressHint(watch('baseUrl'))}>
        <Input
          mono
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          placeholder="https://dify.example.com"
          data-autofocus={beginHere || undefined}
          {...register('baseUrl')}
        />
      </Field>
      <Field
        label="Address of its web page"
        optional
        error={errors.webUrl?.message}
        hint="Where «Open in Dify» leads, if people open it under another address."
      >
        <Input mono inputMode="url" autoComplete="off" spellCheck={false} {...register('webUrl')} />
      </Field>
    </>
  )
}
