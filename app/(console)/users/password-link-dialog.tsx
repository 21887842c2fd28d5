'use client'

import { useState } from 'react'
import { useCall } from '#app/login/session-keeper.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogBody, DialogContent, DialogFooter, DialogHeader } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { PublicError } from '#lib/core/index.ts'
import type { UserRow } from '#lib/identity/index.ts'
import { newPasswordLink } from './actions.ts'
import { OneTimeLink, type ShownLink } from './one-time-link.tsx'

interface PasswordLinkDialogProps {
  user: UserRow
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Makes a one-time link for a user and shows it, once. */
export function PasswordLinkDialog({ user, open, onOpenChange }: PasswordLinkDialogProps) {
  const call = useCall()
  const [link, setLink] = useState<ShownLink>()
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<PublicError>()

  const make = async () => {
    if (busy) return
    setBusy(true)
    setRefusal(undefined)
    const result = await call(() => newPasswordLink({ id: user.id }))
    setBusy(false)
    if (result.ok) setLink({ path: result.value.path, name: user.name })
    else setRefusal(result.error)
  }
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent onPrimary={link === undefined ? make : () => onOpenChange(false)}>
        <DialogHeader title={`New password for ${user.name}`} />
        <DialogBody className="flex flex-col gap-4">
          {link === undefined ? (
            <p className="text-muted-foreground">
              With a one-time link {user.name} chooses a new password within 24 hours. Until then the present one works;
              an earlier link works no more. When the link is used, their sessions end.
            </p>
          ) : (
            <OneTimeLink link={link} />
          )}
          {refusal && (
            <Notice kind="bad" alert title={refusal.message}>
              {refusal.next}
            </Notice>
          )}
        </DialogBody>
        <DialogFooter>
          {link === undefined ? (
            <>
              <Button onClick={() => onOpenChange(false)}>Cancel</Button>
              <Button variant="primary" busy={busy} onClick={make}>
                Make the link
              </Button>
            </>
          ) : (
            <Button onClick={() => onOpenChange(false)}>Done</Button>
          )}
        </DialogFooter>
      </DialogContent>
    </Dialog>
  )
}
