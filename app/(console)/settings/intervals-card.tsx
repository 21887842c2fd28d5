'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useCall } from '#app/login/session-keeper.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card, CardBody, CardFooter, CardHeader } from '#components/ui/card.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { notify } from '#components/ui/toast.tsx'
import type { PublicError } from '#lib/core/index.ts'
import { type Settings, settingsSchema } from '#lib/settings/schema.ts'
import { changeSettings } from './actions.ts'

const FIELDS = [
  {
    name: 'checkIntervalMinutes',
    label: 'Check each service every',
    hint: 'Minutes, spread so that not all are checked at once.',
    max: 1440,
  },
  {
    name: 'namespaceRefreshMinutes',
    label: 'Refresh namespaces every',
    hint: 'Minutes, for each platform.',
    max: 1440,
  },
  {
    name: 'accessLogDays',
    label: 'Keep the access log',
    hint: 'Days that calls through the gateway are remembered.',
    max: 3650,
  },
] as const

/** How often services are checked and namespaces looked at, and how long calls are remembered, for the whole installation. */
export function IntervalsCard({ settings }: { settings: Settings }) {
  const call = useCall()
  const [refusal, setRefusal] = useState<PublicError>()
  const form = useForm({ resolver: zodResolver(settingsSchema), values: settings })
  const { errors, isDirty, isSubmitting } = form.formState

  const submit = form.handleSubmit(async (values) => {
    setRefusal(undefined)
    const result = await call(() => changeSettings(values))
    if (result.ok) {
      notify.good('The intervals are changed.')
      return
    }
    const { fields } = result.error
    if (fields === undefined) setRefusal(result.error)
    for (const { name } of FIELDS) if (fields?.[name]) form.setError(name, { message: fields[name] })
  })
  return (
    <Card>
      <CardHeader title="Intervals" detail="For everybody" />
      <form onSubmit={submit} noValidate>
        <CardBody className="flex flex-wrap gap-x-8 gap-y-4">
          {FIELDS.map(({ name, label, hint, max }) => (
            <Field key={name} label={label} hint={hint} error={errors[name]?.message} className="w-72 max-md:w-full">
              <Input
                {...form.register(name, { valueAsNumber: true })}
                type="number"
                inputMode="numeric"
                min={1}
                max={max}
                className="w-28"
              />
            </Field>
          ))}
          {refusal && (
            <Notice kind="bad" alert title={refusal.message} className="w-full">
              {refusal.next}
            </Notice>
          )}
        </CardBody>
        <CardFooter>
          <Button type="submit" busy={isSubmitting} disabled={!isDirty}>
            Change intervals
          </Button>
        </CardFooter>
      </form>
    </Card>
  )
}
