'use client'

import { Controller, useFormContext } from 'react-hook-form'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { PasswordInput } from '#components/ui/password-input.tsx'
import { SegmentedControl } from '#components/ui/segmented-control.tsx'
import { TokenField, TokenSetBefore } from '#components/ui/token-field.tsx'
import type { PlatformFacts } from '#lib/platforms/index.ts'
import { KeyHelp } from '../key-help.tsx'
import { dayText } from '../words.ts'
import { type PlatformFormValues, secretMismatch } from './form-values.ts'

const WAYS = [
  { value: 'adminKey', label: 'Admin API key' },
  { value: 'account', label: 'Account' },
] as const

interface SignInFieldsProps {
  stored: PlatformFacts | undefined
  beginHere: boolean
}

/** How we sign in. A stored secret is told by date and person only; replacing it starts empty. */
export function SignInFields({ stored, beginHere }: SignInFieldsProps) {
  const { control, register, watch, setValue, clearErrors, formState } = useFormContext<PlatformFormValues>()
  const values = watch()
  const errors = formState.errors.login
  const mismatch = stored === undefined ? null : secretMismatch(values, stored)
  const kept =
    stored !== undefined && mismatch === null && !values.replaceSecret ? (
      <TokenSetBefore
        text={`Set on ${dayText(stored.secretSetAt)} by ${stored.secretSetBy}`}
        onReplace={() => setValue('replaceSecret', true, { shouldDirty: true })}
      />
    ) : null
  const keepAgain = stored !== undefined && mismatch === null && values.replaceSecret && (
    <Button
      variant="link"
      onClick={() => {
        setValue('replaceSecret', false, { shouldDirty: true })
        clearErrors('login')
      }}
    >
      Keep the stored one
    </Button>
  )
  return (
    <>
      <div className="flex flex-col gap-1.5">
        <span aria-hidden="true" className="font-medium text-sm">
          Sign in by
        </span>
        <Controller
          name="login.kind"
          control={control}
          render={({ field }) => (
            <SegmentedControl
              label="Sign in by"
              segments={WAYS}
              value={field.value}
              onChange={(kind) => {
                clearErrors('login')
                field.onChange(kind)
              }}
              className="self-start"
            />
          )}
        />
        <p className="text-muted-foreground text-xs">
          {values.login.kind === 'adminKey'
            ? 'Works in all namespaces at the same time, as their owners. Dify 1.9.2 to 1.10.1 refuse their own key.'
            : 'Works in one namespace after the other: its workspace switches meanwhile. Best an account of its own.'}
        </p>
      </div>
      {values.login.kind === 'adminKey' ? (
        <Field
          label="Admin API key"
          required={kept === null}
          error={errors?.key?.message}
          hint={kept === null && (mismatch ?? <>ADMIN_API_KEY of Dify’s API server.</>)}
          aside={keepAgain || (kept === null && <KeyHelp />)}
        >
          {kept ?? (
            <Controller
              name="login.key"
              control={control}
              render={({ field: { ref: _ref, ...field } }) => (
                <TokenField {...field} placeholder="Paste the key" data-autofocus={beginHere || undefined} />
              )}
            />
          )}
        </Field>
      ) : (
        <>
          <Field label="E-mail" required error={errors?.email?.message}>
            <Input
              type="email"
              autoComplete="off"
              spellCheck={false}
              data-autofocus={(beginHere && !stored?.accountEmail) || undefined}
              {...register('login.email')}
            />
          </Field>
          <Field
            label="Password"
            required={kept === null}
            error={errors?.password?.message}
            hint={kept === null && (mismatch ?? 'Dify locks an account after five wrong ones.')}
            aside={keepAgain}
          >
            {kept ?? (
              <PasswordInput
                autoComplete="new-password"
                data-autofocus={beginHere || undefined}
                {...register('login.password')}
              />
            )}
          </Field>
        </>
      )}
    </>
  )
}
