'use client'

import type { ComponentProps } from 'react'
import { Glyph } from '#components/status/glyph.tsx'
import { Field } from '#components/ui/field.tsx'
import { PasswordInput } from '#components/ui/password-input.tsx'
import { PASSWORD_MIN, passwordFault, passwordLength } from '#lib/identity/schema.ts'

interface NewPasswordFieldProps extends ComponentProps<typeof PasswordInput> {
  label?: string
  /** What has been typed so far, and for whom: judged as it is typed. */
  typed: string
  email: string
  error?: string | undefined
}

/** A new password, which says while one types what it still lacks. */
export function NewPasswordField({ label = 'Password', typed, email, error, ...rest }: NewPasswordFieldProps) {
  const length = passwordLength(typed)
  const fault = length >= PASSWORD_MIN ? passwordFault(typed, email) : undefined
  return (
    <Field
      label={label}
      error={error ?? fault}
      hint={
        <span className="flex items-center gap-2">
          <Glyph state={length >= PASSWORD_MIN ? 'verified' : 'waiting'} decorative />
          {length >= PASSWORD_MIN
            ? `${length} characters. Any characters; a sentence is best.`
            : `${length} of at least ${PASSWORD_MIN} characters. Any characters; a sentence is best.`}
        </span>
      }
    >
      <PasswordInput {...rest} autoComplete="new-password" />
    </Field>
  )
}

/** What keeps a new password from being sent, for the words beside a disabled button; undefined when nothing does. */
export function missingFrom(typed: string, email: string): string | undefined {
  const lacking = PASSWORD_MIN - passwordLength(typed)
  if (lacking > 0) return lacking === 1 ? '1 more character' : `${lacking} more characters`
  return passwordFault(typed, email) === undefined ? undefined : 'another password'
}
