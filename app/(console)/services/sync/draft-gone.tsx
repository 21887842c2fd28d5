'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button, LinkButton } from '#components/ui/button.tsx'
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
          It was confirmed, has ended after a day, or belongs to somebody else. What was confirmed stands in the list of
          synchronizations.
        </DialogBody>
        <DialogFooter>
          <LinkButton href="/syncs">See the synchronizations</LinkButton>
          <Button variant="primary" onClick={close}>
            Go to the services
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  )
}
