'use client'

import { useState } from 'react'
import { useCall } from '#app/login/session-keeper.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogBody, DialogContent, DialogFooter, DialogHeader } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { notify } from '#components/ui/toast.tsx'
import type { PublicError } from '#lib/core/index.ts'
import type { UserRow } from '#lib/identity/index.ts'
import { changeRole } from './actions.ts'
import { RoleChoice } from './role-choice.tsx'

interface ChangeRoleDialogProps {
  user: UserRow
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Asks for a user's new role. */
export function ChangeRoleDialog({ user, open, onOpenChange }: ChangeRoleDialogProps) {
  const call = useCall()
  const [role, setRole] = useState(user.role)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<PublicError>()
  const same = role === user.role

  const save = async () => {
    if (same || busy) return
    setBusy(true)
    setRefusal(undefined)
    const result = await call(() => changeRole({ id: user.id, role }))
    setBusy(false)
    if (!result.ok) {
      setRefusal(result.error)
      return
    }
    notify.good(`${user.name} is ${role} now.`)
    onOpenChange(false)
  }
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent onPrimary={save}>
        <DialogHeader title={`Role of ${user.name}`} detail="It holds from their next click on." stacked />
        <DialogBody className="flex flex-col gap-4">
          <RoleChoice value={role} onChange={setRole} />
          {refusal && (
            <Notice kind="bad" alert title={refusal.message}>
              {refusal.next}
            </Notice>
          )}
        </DialogBody>
        <DialogFooter note={same ? `${user.name} is ${role} already.` : undefined}>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="primary" busy={busy} disabled={same} onClick={save}>
            Change role
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  )
}
