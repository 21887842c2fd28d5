'use client'

import { useState } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import { useCall } from '#app/login/session-keeper.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card, CardBody, CardFooter, CardHeader } from '#components/ui/card.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { notify } from '#components/ui/toast.tsx'
import type { PublicError } from '#lib/core/index.ts'
import type { OwnAccount } from '#lib/identity/index.ts'
import { changeOwnAccount } from './actions.ts'

/** The reader's name, e-mail and role. */
export function AccountCard({ account }: { account: OwnAccount }) {
  const call = useCall()
  const [refusal, setRefusal] = useState<PublicError>()
  const form = useForm({ values: { name: account.name } })
  const name = useWatch({ control: form.control, name: 'name' })
  const { errors, isSubmitting } = form.formState

  const submit = form.handleSubmit(async (values) => {
    setRefusal(undefined)
    const result = await call(() => changeOwnAccount({ name: values.name }))
    if (result.ok) notify.good('Your name is changed.')
    else if (result.error.fields?.name) form.setError('name', { message: result.error.fields.name })
    else setRefusal(result.error)
  })
  return (
    <Card>
      <CardHeader title="You" detail={`${account.email} · ${account.role}`} />
      <form onSubmit={submit} noValidate>
        <CardBody>
          <Field
            label="Name"
            hint="As runs and the audit log show it."
            error={errors.name?.message}
            className="max-w-92"
          >
            <Input {...form.register('name')} autoComplete="name" />
          </Field>
          {refusal && (
            <Notice kind="bad" alert title={refusal.message} className="mt-4">
              {refusal.next}
            </Notice>
          )}
        </CardBody>
        <CardFooter>
          <Button type="submit" busy={isSubmitting} disabled={name.trim() === account.name}>
            Change name
          </Button>
        </CardFooter>
      </form>
    </Card>
  )
}
