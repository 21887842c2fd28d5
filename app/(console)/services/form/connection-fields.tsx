'use client'

import { Controller, useFormContext } from 'react-hook-form'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import type { ServiceFacts } from '#lib/services/index.ts'
import { SSE_READ_TIMEOUT_SECONDS, TIMEOUT_SECONDS } from '#lib/services/schema.ts'
import { TRANSPORT_LABELS } from '../transport.ts'
import { CredentialField } from './credential-field.tsx'
import type { ServiceFormValues } from './form-values.ts'
import { urlHint } from './url-hint.ts'

/** How a service is reached: URL, transport, credential, timeouts; and what it is. */
export function ConnectionFields({ service }: { service: ServiceFacts | undefined }) {
  const { register, control, watch, setValue, clearErrors, formState } = useFormContext<ServiceFormValues>()
  const { errors } = formState
  const [url, keep] = watch(['url', 'keepCredential'])
  return (
    <>
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
      <Field label="Description" optional error={errors.description?.message}>
        <Textarea rows={2} dir="auto" {...register('description')} />
      </Field>
      <div className="grid grid-cols-3 items-start gap-3 max-md:grid-cols-1 max-md:gap-y-5">
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
        <Field
          label="Timeout, seconds"
          error={errors.timeoutSeconds?.message}
          hint={`A platform waits that long for a call. Above ${TIMEOUT_SECONDS.preset} our checks wait as long too, at most 60.`}
        >
          <Input
            type="number"
            min={TIMEOUT_SECONDS.min}
            max={TIMEOUT_SECONDS.max}
            {...register('timeoutSeconds', { valueAsNumber: true })}
          />
        </Field>
        <Field
          label="Silence, seconds"
          error={errors.sseReadTimeoutSeconds?.message}
          hint="After that long without an event a platform gives a stream up."
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
