'use client'

import { AlertDialog as Primitive } from 'radix-ui'
import { type ReactNode, type RefObject, useId, useRef, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Input } from '#components/ui/input.tsx'
import { useReturnFocus } from '#components/ui/use-return-focus.ts'

interface ConfirmDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Verb, number and place: «Remove 4 from Dify Production?» */
  title: ReactNode
  /** What stops working. */
  description: ReactNode
  /** Repeats verb and number: «Remove 4». */
  confirmLabel: string
  /** The harmless way out, which has the focus: «Keep them». */
  cancelLabel: string
  onConfirm: () => void
  icon?: ReactNode
  /** The act is under way: the dialog waits. */
  busy?: boolean
  /** What else happens, left of the buttons. */
  note?: ReactNode
  /** What has to be typed before the act is possible: the number, from 20 on or for a whole platform. */
  typed?: string
  /** The red button is for what destroys; false for other questions. */
  destructive?: boolean
  /** The list of what is hit, and what stays untouched. */
  children?: ReactNode
}

/** A question before an act that cannot be taken back. The focus stands on the harmless button. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, description, note, busy = false, children } = props
  const focus = useReturnFocus()
  const harmless = useRef<HTMLButtonElement>(null)
  return (
    <Primitive.Root open={open} onOpenChange={(next) => !busy && onOpenChange(next)}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-50 bg-scrim" />
        <Primitive.Content
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            focus.remember()
            harmless.current?.focus({ preventScroll: true })
          }}
          onCloseAutoFocus={focus.giveBack}
          className="fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-32px)] w-[min(560px,calc(100vw-32px))] -translate-x-1/2 -translate-y-1/2 animate-open flex-col rounded-xl bg-card shadow-dialog"
        >
          <div className="min-h-0 overflow-y-auto px-6 pt-5 pb-5 max-md:px-4">
            <Primitive.Title className="font-semibold text-lg">{title}</Primitive.Title>
            <Primitive.Description asChild>
              <div className="mt-1 text-muted-foreground">{description}</div>
            </Primitive.Description>
            {children && <div className="mt-4">{children}</div>}
          </div>
          <Buttons {...props} note={note} busy={busy} harmless={harmless} />
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

function Buttons({
  confirmLabel,
  cancelLabel,
  onConfirm,
  icon,
  busy,
  note,
  typed,
  destructive = true,
  harmless,
}: ConfirmDialogProps & { harmless: RefObject<HTMLButtonElement | null> }) {
  const [entry, setEntry] = useState('')
  const field = useId()
  const ready = typed === undefined || entry.trim() === typed
  return (
    <form
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-t px-6 py-3 max-md:px-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !busy) onConfirm()
      }}
    >
      <div className="min-w-40 flex-1 text-muted-foreground">
        {typed === undefined ? (
          note
        ) : (
          <label htmlFor={field} className="flex items-center gap-2 whitespace-nowrap">
            Type {typed} to confirm
            <Input
              id={field}
              value={entry}
              onChange={(event) => setEntry(event.target.value)}
              autoComplete="off"
              className="w-28"
            />
          </label>
        )}
      </div>
      <div className="flex gap-2 max-md:w-full max-md:*:flex-1">
        <Primitive.Cancel asChild>
          <Button ref={harmless} disabled={busy}>
            {cancelLabel}
          </Button>
        </Primitive.Cancel>
        <Button
          type="submit"
          variant={destructive ? 'destructive' : 'primary'}
          icon={icon}
          busy={busy}
          disabled={!ready}
        >
          {confirmLabel}
        </Button>
      </div>
    </form>
  )
}
