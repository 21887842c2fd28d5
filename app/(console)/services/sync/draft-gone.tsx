'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogBody, DialogContent, DialogFooter, DialogHeader } from '#components/ui/dialog.tsx'

/** In place of a draft that is over: drafts live for a day and belong to who began them. */
export function DraftGone() {
  const router = useRouter()
  const [open, setOpen] = useState(true)
  const close = () => {
    setOpen(false)
    router.replace('/services', { scroll: false })
  }
  return (
    <Dialog open={open} onOpenChange={(next) => !next && close()}>
      <DialogContent onPrimary={close}>
        <DialogHeader title="This synchronization is not there any more" />
        <DialogBody className="pt-0 text-muted-foreground">
          It has expired, was confirmed, or belongs to somebody else. An unconfirmed one is kept for a day. Nothing was
          written by it. Select the services and begin anew.
        </DialogBody>
        <DialogFooter>
          <Button variant="primary" onClick={close}>
            Go to the services
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  )
}
