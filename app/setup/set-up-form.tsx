'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import { signInWithPassword } from '#app/login/sign-in-with-password.ts'
import { missingFrom, NewPasswordField } from '#app/password/new-password-field.tsx'
import { withBase } from '#components/base-path.ts'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Separator } from '#components/ui/separator.tsx'
import type { PublicError } from '#lib/core/index.ts'
import { emailField, setUpSchema } from '#lib/identity/schema.ts'
import { makeFirstAdmin } from './actions.ts'

/** Set-up code, e-mail and password of the first admin, who is signed in afterwards. */
export function SetUpForm() {
  const [refusal, setRefusal] = useState<PublicError>()
  const [done, setDone] = useState(false)
  const form = useForm({
    resolver: zodResolver(setUpSchema),
    mode: 'onTouched',
  })
  const { errors, isSubmitting } = form.formState
  const { code, email, password } = useWatch({ control: form.control })
  const missing = [
    !code?.trim() && 'the set-up code',
    !emailField.safeParse(email).success && 'the e-mail',
    missingFrom(password ?? '', email ?? ''),
  ].filter(Boolean)

  const submit = form.handleSubmit(async (values) => {
    setRefusal(undefined)
    const made = await makeFirstAdmin(values)
    if (!made.ok) {
      const { fields = {} } = made.error
      for (const name of ['code', 'email', 'password'] as const)
        if (fields[name]) form.setError(name, { message: fields[name] }, { shouldFocus: true })
      if (made.error.fields === undefined) setRefusal(made.error)
      return
    }
    setDone(true)
    const signedIn = await signInWithPassword(values.email, values.password)
    window.location.assign(withBase(signedIn.ok ? '/' : '/login'))
  })
  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-5">
      <Field
        label="Set-up code"
        error={errors.code?.message}
        hint={
          <>
            Printed at the end of <code className="font-mono">npm run up</code>. It works once.
          </>
        }
      >
        <Input {...form.register('code')} size="lg" mono autoComplete="off" spellCheck={false} autoFocus />
      </Field>
      <Separator />
      <Field label="E-mail" error={errors.email?.message} hint="You sign in with it.">
        <Input {...form.register('email')} size="lg" type="email" autoComplete="username" />
      </Field>
      <NewPasswordField
        {...form.register('password')}
        size="lg"
        typed={password ?? ''}
        email={email ?? ''}
        error={errors.password?.message}
      />
      {refusal && (
        <Notice
          kind="bad"
          alert
          title={refusal.message}
          action={refusal.code === 'already_set_up' && <LinkButton href="/login">Sign in</LinkButton>}
        >
          {refusal.next}
        </Notice>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" size="lg" busy={isSubmitting || done} disabled={missing.length > 0}>
          Make the admin
        </Button>
        {missing.length > 0 && <span className="text-muted-foreground">Missing: {missing.join(', ')}.</span>}
      </div>
    </form>
  )
}
