'use client'

import { Controller, useFormContext } from 'react-hook-form'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { Separator } from '#components/ui/separator.tsx'
import type { ServiceFacts } from '#lib/services/index.ts'
import { SSE_READ_TIMEOUT_SECONDS, TIMEOUT_SECONDS } from '#lib/services/schema.ts'
import { TRANSPORT_LABELS } from '../transport.ts'
import { CredentialField } from './credential-field.tsx'
import type { ServiceFormValues } from './form-values.ts'
import { urlHint } from './url-hint.ts'

/** How a service is reached: URL, transport, credential, timeouts. */
export function ConnectionFields({ service }: { service: ServiceFacts | undefined }) {
  const { register, control, watch, setValue, clearErrors, formState } = useFormContext<ServiceFormValues>()
  const { errors } = formState
  const [url, keep] = watch(['url', 'keepCredential'])
  return (
    <>
      <Separator />
      <Field label="URL" required error={errors.url?.message} hint={urlHint(url)}>
        <Input
          mono
          type="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          placeholder="https://mcp.example.com/mcp"
          {...register('url')}
        />
      </Field>
      <Field label="Transport" error={errors.transport?.message} hint="Automatic finds out by asking.">
        <Controller
          name="transport"
          control={control}
          render={({ field }) => (
            <Select
              options={Object.entries(TRANSPORT_LABELS).map(([value, label]) => ({ value, label }))}
              value={field.value}
              onValueChange={field.onChange}
            />
          )}
        />
      </Field>
      <div data-field="credential">
        <Controller
          name="credential"
          control={control}
          render={({ field }) => (
            <CredentialField
              value={field.value}
              onChange={(next) => {
                if (next.kind !== field.value.kind) clearErrors('credential')
                field.onChange(next)
              }}
              stored={service?.credential}
              keep={keep}
              onKeep={(next) => {
                setValue('keepCredential', next, { shouldDirty: true })
                if (next) setValue('credential', { kind: 'none' })
                clearErrors('credential')
              }}
              errors={errors}
            />
          )}
        />
      </div>
      <div className="grid grid-cols-2 items-start gap-3 max-md:grid-cols-1">
        <Field
          label="Timeout of a call, seconds"
          error={errors.timeoutSeconds?.message}
          hint={`What the platform waits for one call. Above ${TIMEOUT_SECONDS.preset} a check waits longer than 10 s too.`}
        >
          <Input
            type="number"
            min={TIMEOUT_SECONDS.min}
            max={TIMEOUT_SECONDS.max}
            {...register('timeoutSeconds', { valueAsNumber: true })}
          />
        </Field>
        <Field
          label="Silence of a stream, seconds"
          error={errors.sseReadTimeoutSeconds?.message}
          hint="After that long without an event the platform gives a stream up."
        >
          <Input
            type="number"
            min={SSE_READ_TIMEOUT_SECONDS.min}
            max={SSE_READ_TIMEOUT_SECONDS.max}
            {...register('sseReadTimeoutSeconds', { valueAsNumber: true })}
          />
        </Field>
      </div>
    </>
  )
}
