'use client'

import { useRef } from 'react'
import { Controller, useFormContext } from 'react-hook-form'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import type { ServiceFacts } from '#lib/services/index.ts'
import { proposeIdentifier } from '#lib/services/schema.ts'
import type { ServiceFormValues } from './form-values.ts'
import { IconField } from './icon-field.tsx'

/** How a service is called and looks: name, icon, identifier. */
export function LookFields({ service }: { service: ServiceFacts | undefined }) {
  const { register, control, setValue, watch, formState } = useFormContext<ServiceFormValues>()
  const { errors } = formState
  // The identifier follows the name until somebody gives it one of its own.
  const ownIdentifier = useRef(service !== undefined)
  const [name, identifier, color] = watch(['name', 'identifier', 'iconColor'])
  const changed = service !== undefined && identifier !== service.identifier
  return (
    <div className="flex items-start gap-3 max-md:flex-wrap max-md:gap-y-5">
      <Controller
        name="iconEmoji"
        control={control}
        render={({ field }) => (
          <IconField
            name={name}
            emoji={field.value}
            color={color}
            onEmoji={field.onChange}
            onColor={(next) => setValue('iconColor', next, { shouldDirty: true, shouldValidate: true })}
            emojiFault={errors.iconEmoji?.message}
            colorFault={errors.iconColor?.message}
          />
        )}
      />
      <Field label="Name" required error={errors.name?.message} className="flex-1 max-md:basis-[calc(100%-4rem)]">
        <Input
          autoComplete="off"
          dir="auto"
          {...register('name', {
            onChange: (event: { target: { value: string } }) => {
              if (!ownIdentifier.current)
                setValue('identifier', proposeIdentifier(event.target.value), {
                  shouldDirty: true,
                  shouldValidate: errors.identifier !== undefined,
                })
            },
          })}
        />
      </Field>
      <Field
        label="Identifier"
        className="flex-1 max-md:basis-full"
        required
        error={errors.identifier?.message}
        hint={
          changed
            ? `Applications on platforms refer to its tools by «${service.identifier}»: changing it replaces the service there, and they no longer find them.`
            : 'Applications on platforms refer to its tools by it: choose it for good.'
        }
      >
        <Input
          mono
          autoComplete="off"
          spellCheck={false}
          {...register('identifier', {
            onChange: (event: { target: { value: string } }) => {
              ownIdentifier.current = event.target.value !== ''
            },
          })}
        />
      </Field>
    </div>
  )
}
