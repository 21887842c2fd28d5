'use client'

import { Ban, CircleCheck, Ellipsis, KeyRound, Trash2, UserCog } from 'lucide-react'
import { useState } from 'react'
import { useCall } from '#app/login/session-keeper.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from '#components/ui/dropdown-menu.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { notify } from '#components/ui/toast.tsx'
import type { PublicError, Result } from '#lib/core/index.ts'
import type { UserRow } from '#lib/identity/index.ts'
import { disableUser, enableUser, removeUser } from './actions.ts'
import { ChangeRoleDialog } from './change-role-dialog.tsx'
import { PasswordLinkDialog } from './password-link-dialog.tsx'

type Asked = 'role' | 'link' | 'enable' | 'disable' | 'remove'

/** What can be done to a user. */
export function UserMenu({ user }: { user: UserRow }) {
  const call = useCall()
  const [asked, setAsked] = useState<Asked>()
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<PublicError>()
  const opens = (which: Asked) => ({
    open: asked === which,
    onOpenChange: (open: boolean) => {
      setAsked(open ? which : undefined)
      setRefusal(undefined)
    },
  })

  const run = async (act: () => Promise<Result<void>>, done: string) => {
    setBusy(true)
    const result = await call(act)
    setBusy(false)
    setRefusal(result.ok ? undefined : result.error)
    if (!result.ok) return
    setAsked(undefined)
    notify.good(done)
  }
  const refused = refusal && (
    <Notice kind="bad" alert title={refusal.message}>
      {refusal.next}
    </Notice>
  )
  return (
    <>
      <Menu>
        <MenuTrigger asChild>
          <Button
            variant="ghost"
            size="icon-sm"
            icon={<Ellipsis />}
            aria-label={`What can be done with ${user.name}`}
          />
        </MenuTrigger>
        <MenuContent>
          <MenuItem icon={<UserCog />} onSelect={() => setAsked('role')}>
            Change role
          </MenuItem>
          <MenuItem icon={<KeyRound />} disabled={user.state === 'disabled'} onSelect={() => setAsked('link')}>
            Link for a new password
          </MenuItem>
          <MenuSeparator />
          {user.state === 'disabled' ? (
            <MenuItem icon={<CircleCheck />} onSelect={() => setAsked('enable')}>
              Enable
            </MenuItem>
          ) : (
            <MenuItem icon={<Ban />} onSelect={() => setAsked('disable')}>
              Disable
            </MenuItem>
          )}
          <MenuItem icon={<Trash2 />} danger onSelect={() => setAsked('remove')}>
            Remove
          </MenuItem>
        </MenuContent>
      </Menu>
      {asked === 'role' && <ChangeRoleDialog user={user} {...opens('role')} />}
      {asked === 'link' && <PasswordLinkDialog user={user} {...opens('link')} />}
      <ConfirmDialog
        {...opens('enable')}
        destructive={false}
        title={`Enable ${user.name}?`}
        description="They can sign in again with the password they had."
        confirmLabel="Enable"
        cancelLabel="Keep disabled"
        busy={busy}
        onConfirm={() => run(() => enableUser({ id: user.id }), `${user.name} is enabled.`)}
      >
        {refused}
      </ConfirmDialog>
      <ConfirmDialog
        {...opens('disable')}
        title={`Disable ${user.name}?`}
        description="Their sessions end at once, and they can't sign in until an admin enables them again. What they made stays."
        confirmLabel="Disable"
        cancelLabel="Keep enabled"
        busy={busy}
        onConfirm={() => run(() => disableUser({ id: user.id }), `${user.name} is disabled.`)}
      >
        {refused}
      </ConfirmDialog>
      <ConfirmDialog
        {...opens('remove')}
        title={`Remove ${user.name}?`}
        description={`Their sessions end at once, and their unfinished synchronizations are discarded. Runs and the audit log keep the name ${user.name}.`}
        confirmLabel="Remove"
        cancelLabel="Keep"
        icon={<Trash2 />}
        busy={busy}
        onConfirm={() => run(() => removeUser({ id: user.id }), `${user.name} is removed.`)}
      >
        {refused}
      </ConfirmDialog>
    </>
  )
}
