'use client'

import { useState } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import { useCall } from '#app/login/session-keeper.tsx'
import { missingFrom, NewPasswordField } from '#app/password/new-password-field.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card, CardBody, CardFooter, CardHeader } from '#components/ui/card.tsx'
import { Field } from '#components/ui/field.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { PasswordInput } from '#components/ui/password-input.tsx'
import { notify } from '#components/ui/toast.tsx'
import type { PublicError } from '#lib/core/index.ts'
import { changeOwnPassword } from './actions.ts'

const BLANK = { current: '', password: '' }

/** Replaces the reader's own password. */
export function PasswordCard({ email }: { email: string }) {
  const call = useCall()
  const [refusal, setRefusal] = useState<PublicError>()
  const form = useForm({ defaultValues: BLANK })
  const { current, password } = useWatch({ control: form.control })
  const { errors, isSubmitting } = form.formState
  const missing = current ? missingFrom(password ?? '', email) : 'your present password'

  const submit = form.handleSubmit(async (values) => {
    setRefusal(undefined)
    const result = await call(() => changeOwnPassword(values))
    if (result.ok) {
      form.reset(BLANK)
      notify.good('Your password is changed. Your other sessions have ended.')
      return
    }
    const { fields } = result.error
    if (fields === undefined) setRefusal(result.error)
    for (const field of ['current', 'password'] as const)
      if (fields?.[field]) form.setError(field, { message: fields[field] }, { shouldFocus: true })
  })
  return (
    <Card>
      <CardHeader title="Password" />
      <form method="post" onSubmit={submit} noValidate>
        <CardBody className="flex flex-col gap-4">
          <input type="email" value={email} readOnly hidden autoComplete="username" />
          <Field label="Present password" error={errors.current?.message} className="max-w-92">
            <PasswordInput {...form.register('current')} autoComplete="current-password" />
          </Field>
          <div className="max-w-92">
            <NewPasswordField
              {...form.register('password')}
              label="New password"
              typed={password ?? ''}
              email={email}
              error={errors.password?.message}
            />
          </div>
          {refusal && (
            <Notice kind="bad" alert title={refusal.message}>
              {refusal.next}
            </Notice>
          )}
        </CardBody>
        <CardFooter>
          <Button type="submit" busy={isSubmitting} disabled={missing !== undefined}>
            Change password
          </Button>
          <span className="text-muted-foreground">
            {missing === undefined ? 'Ends your sessions in other browsers.' : `Missing: ${missing}.`}
          </span>
        </CardFooter>
      </form>
    </Card>
  )
}
