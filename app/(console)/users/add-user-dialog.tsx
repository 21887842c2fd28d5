'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { Controller, useForm } from 'react-hook-form'
import { useCall } from '#app/login/session-keeper.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogBody, DialogContent, DialogFooter, DialogHeader } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { PublicError, Role } from '#lib/core/index.ts'
import { addUserSchema } from '#lib/identity/schema.ts'
import { addUser } from './actions.ts'
import { OneTimeLink, type ShownLink } from './one-time-link.tsx'
import { RoleChoice } from './role-choice.tsx'

const BLANK = { email: '', name: '', role: 'operator' as Role }

/** Adds a user, then shows their one-time link, once. */
export function AddUserDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const call = useCall()
  const [link, setLink] = useState<ShownLink>()
  const [refusal, setRefusal] = useState<PublicError>()
  const form = useForm({ resolver: zodResolver(addUserSchema), defaultValues: BLANK })
  const { errors, isDirty, isSubmitting } = form.formState

  const close = () => {
    form.reset(BLANK)
    setRefusal(undefined)
    setLink(undefined)
    onOpenChange(false)
  }
  const submit = form.handleSubmit(async (values) => {
    setRefusal(undefined)
    const result = await call(() => addUser(values))
    if (result.ok) {
      setLink({ path: result.value.link.path, name: result.value.name })
      return
    }
    const { fields } = result.error
    if (fields === undefined) setRefusal(result.error)
    for (const field of ['email', 'name', 'role'] as const)
      if (fields?.[field]) form.setError(field, { message: fields[field] }, { shouldFocus: true })
  })
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && close()}
      guard={{
        when: isDirty && link === undefined,
        title: 'Discard this user?',
        description: 'What you entered is not saved.',
      }}
    >
      <DialogContent onPrimary={link === undefined ? submit : close}>
        <DialogHeader title={link === undefined ? 'Add user' : `${link.name} is added`} />
        {link === undefined ? (
          <form onSubmit={submit} noValidate className="contents">
            <DialogBody className="flex flex-col gap-4">
              <Field label="Name" error={errors.name?.message}>
                <Input {...form.register('name')} autoComplete="off" />
              </Field>
              <Field label="E-mail" error={errors.email?.message} hint="They sign in with it. Nothing is sent to it.">
                <Input {...form.register('email')} type="email" autoComplete="off" />
              </Field>
              <Controller
                control={form.control}
                name="role"
                render={({ field }) => <RoleChoice value={field.value} onChange={field.onChange} />}
              />
              {refusal && (
                <Notice kind="bad" alert title={refusal.message}>
                  {refusal.next}
                </Notice>
              )}
            </DialogBody>
            <DialogFooter note="Next: a one-time link to hand over.">
              <Button type="submit" variant="primary" busy={isSubmitting}>
                Add user
              </Button>
            </DialogFooter>
          </form>
        ) : (
          <>
            <DialogBody>
              <OneTimeLink link={link} />
            </DialogBody>
            <DialogFooter>
              <Button onClick={close}>Done</Button>
            </DialogFooter>
          </>
        )}
      </DialogContent>
    </Dialog>
  )
}
