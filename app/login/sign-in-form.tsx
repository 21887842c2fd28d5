'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { PasswordInput } from '#components/ui/password-input.tsx'
import type { PublicError } from '#lib/core/index.ts'
import { signInSchema } from '#lib/identity/schema.ts'
import { signInWithPassword } from './sign-in-with-password.ts'

/** E-mail and password. A refusal stands beside the field, or above the button when it is about neither; what was typed stays. `post` keeps a password out of the address even before this script runs. */
export function SignInForm({ onSignedIn, email = '' }: { onSignedIn: () => void; email?: string }) {
  const [refusal, setRefusal] = useState<PublicError>()
  // No default values: what the browser filled in or one typed before this script ran stays.
  const form = useForm({ resolver: zodResolver(signInSchema) })
  const { errors, isSubmitting, isSubmitSuccessful } = form.formState
  const [signedIn, setSignedIn] = useState(false)

  const submit = form.handleSubmit(async (values) => {
    setRefusal(undefined)
    const result = await signInWithPassword(values.email, values.password)
    if (result.ok) {
      setSignedIn(true)
      onSignedIn()
      return
    }
    const { fields = {} } = result.error
    if (fields.email) form.setError('email', { message: fields.email })
    if (fields.password) form.setError('password', { message: fields.password })
    if (!fields.email && !fields.password) setRefusal(result.error)
    form.setFocus('password', { shouldSelect: true })
  })
  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field label="E-mail" error={errors.email?.message}>
        <Input
          {...form.register('email')}
          size="lg"
          type="email"
          autoComplete="username"
          defaultValue={email}
          autoFocus={email === ''}
        />
      </Field>
      <Field label="Password" error={errors.password?.message}>
        <PasswordInput
          {...form.register('password')}
          size="lg"
          autoComplete="current-password"
          autoFocus={email !== ''}
        />
      </Field>
      {refusal && (
        <Notice kind="bad" alert title={refusal.message}>
          {refusal.next}
        </Notice>
      )}
      <Button type="submit" variant="primary" size="lg" busy={isSubmitting || (signedIn && isSubmitSuccessful)}>
        Sign in
      </Button>
    </form>
  )
}
