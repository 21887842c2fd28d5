'use client'

import type { ReactNode } from 'react'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Dialog, DialogBody, DialogContent, DialogFooter, DialogHeader } from '#components/ui/dialog.tsx'

interface FormDialogProps {
  title: string
  /** Grey words behind the title. */
  detail?: ReactNode
  /** What the primary button says: «Save changes». */
  submitLabel: string
  /** It is being saved, or what comes after it is on its way: nothing is submitted meanwhile. */
  saving: boolean
  onSubmit: () => void
  /** Cancel, Esc and the cross: closes, or asks first where something would be lost. */
  onCancel: () => void
  /** The question before typed things are lost: «Discard this service?» */
  discard: { open: boolean; onOpenChange: (open: boolean) => void; title: string; onConfirm: () => void }
  /** Left of the buttons. */
  note: ReactNode
  /** Beside the fields, on a phone below them: a TestPanel. */
  aside: ReactNode
  /** Where it opens with the focus, in place of the first field; null leaves that. */
  beginAt?: (dialog: HTMLElement) => HTMLElement | null
  /** The fields, one below the other. */
  children: ReactNode
}

/** A dialog for one form: fields at the left, what is known of them at the right, and the question before they are lost. */
export function FormDialog(props: FormDialogProps) {
  const { title, detail, submitLabel, saving, onSubmit, onCancel, discard, note, aside, beginAt, children } = props
  const submit = () => {
    if (!saving) onSubmit()
  }
  return (
    <>
      <Dialog open onOpenChange={(open) => !open && onCancel()}>
        <DialogContent size="large" onPrimary={submit} beginAt={beginAt}>
          <DialogHeader title={title} detail={detail} rule />
          <form
            noValidate
            className="contents"
            onSubmit={(event) => {
              event.preventDefault()
              submit()
            }}
          >
            <DialogBody className="grid grid-cols-[minmax(0,1fr)_22rem] gap-x-8 gap-y-6 max-md:grid-cols-1">
              <div className="flex min-w-0 flex-col gap-5">{children}</div>
              <div className="min-w-0 border-l pl-8 max-md:border-t max-md:border-l-0 max-md:pt-5 max-md:pl-0">
                <div className="sticky top-0">{aside}</div>
              </div>
            </DialogBody>
            <DialogFooter note={note}>
              <Button onClick={onCancel}>Cancel</Button>
              <Button type="submit" variant="primary" busy={saving}>
                {submitLabel}
              </Button>
            </DialogFooter>
          </form>
        </DialogContent>
      </Dialog>
      <ConfirmDialog
        {...discard}
        description="What was typed here is not saved anywhere."
        cancelLabel="Keep editing"
        confirmLabel="Discard"
      />
    </>
  )
}
