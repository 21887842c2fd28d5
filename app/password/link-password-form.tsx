'use client'

import { useState } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import { signInWithPassword } from '#app/login/sign-in-with-password.ts'
import { withBase } from '#components/base-path.ts'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { PublicError } from '#lib/core/index.ts'
import { setPasswordByLink } from './actions.ts'
import { missingFrom, NewPasswordField } from './new-password-field.tsx'

/** The new password of the person a one-time link is for, who is signed in afterwards. */
export function LinkPasswordForm({ token, email }: { token: string; email: string }) {
  const [refusal, setRefusal] = useState<PublicError>()
  const [done, setDone] = useState(false)
  const form = useForm<{ password: string }>()
  const { errors, isSubmitting } = form.formState
  const password = useWatch({ control: form.control, name: 'password' }) ?? ''
  const missing = missingFrom(password, email)

  const submit = form.handleSubmit(async (values) => {
    setRefusal(undefined)
    const set = await setPasswordByLink({ token, password: values.password })
    if (!set.ok) {
      const fault = set.error.fields?.password
      if (fault) form.setError('password', { message: fault }, { shouldFocus: true })
      else setRefusal(set.error)
      return
    }
    setDone(true)
    const signedIn = await signInWithPassword(set.value.email, values.password)
    window.location.assign(withBase(signedIn.ok ? '/' : '/login'))
  })
  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field label="E-mail">
        <Input size="lg" type="email" value={email} readOnly autoComplete="username" />
      </Field>
      <NewPasswordField
        {...form.register('password')}
        size="lg"
        label="New password"
        typed={password}
        email={email}
        error={errors.password?.message}
        autoFocus
      />
      {refusal && (
        <Notice kind="bad" alert title={refusal.message}>
          {refusal.next}
        </Notice>
      )}
      <Button type="submit" variant="primary" size="lg" busy={isSubmitting || done} disabled={missing !== undefined}>
        Set the password and sign in
      </Button>
      {missing !== undefined && <p className="text-muted-foreground">Missing: {missing}.</p>}
    </form>
  )
}
