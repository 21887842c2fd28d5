'use client'

import { X } from 'lucide-react'
import { Dialog as Primitive } from 'radix-ui'
import { type ComponentProps, type KeyboardEvent, type ReactNode, useState } from 'react'
import { cn } from '#components/cn.ts'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { PortalContainer } from '#components/ui/portal-container.ts'
import { useReturnFocus } from '#components/ui/use-return-focus.ts'

interface Guard {
  /** True while something would be lost. */
  when: boolean
  /** «Discard the entered tokens?» */
  title: string
  description: ReactNode
  /** «Discard» by default. */
  discard?: string
  /** «Keep editing» by default. */
  keep?: string
}

interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Asks before it closes while something would be lost. */
  guard?: Guard
  children: ReactNode
}

/** A dialog: Dialog > DialogContent > DialogHeader, DialogBody, DialogFooter. Closes with Esc. */
export function Dialog({ open, onOpenChange, guard, children }: DialogProps) {
  const [asking, setAsking] = useState(false)
  return (
    <Primitive.Root
      open={open}
      onOpenChange={(next) => {
        if (!next && guard?.when) setAsking(true)
        else onOpenChange(next)
      }}
    >
      {children}
      {guard && (
        <ConfirmDialog
          open={asking}
          onOpenChange={setAsking}
          title={guard.title}
          description={guard.description}
          confirmLabel={guard.discard ?? 'Discard'}
          cancelLabel={guard.keep ?? 'Keep editing'}
          onConfirm={() => {
            setAsking(false)
            onOpenChange(false)
          }}
        />
      )}
    </Primitive.Root>
  )
}

interface DialogContentProps extends ComponentProps<typeof Primitive.Content> {
  /** large 976 × 800, medium 640 wide, small 512 wide (default); on a phone each fills the screen but small. */
  size?: 'small' | 'medium' | 'large'
  /** What Ctrl Enter does: the same as the primary button. */
  onPrimary?: () => void
  /** What has the focus when it opens, before everything else; null leaves it to the rule below. */
  beginAt?: ((surface: HTMLElement) => HTMLElement | null) | undefined
}

const sizes = {
  small: 'w-[min(512px,calc(100vw-32px))] max-h-[calc(100dvh-80px)]',
  medium: 'w-160 max-h-[calc(100dvh-80px)] max-md:h-dvh max-md:w-screen',
  large: 'w-244 max-w-[calc(100vw-80px)] h-[min(800px,calc(100dvh-80px))] max-md:h-dvh max-md:w-screen',
}

// The button that closes comes first in order, and is not what one opened the dialog for.
const firstField =
  '[data-dialog-body] :is(input, textarea, select, [role="radio"][data-state="checked"], [role="combobox"]):not(:disabled)'

/** The dialog's surface over the scrim. It opens with the focus on `data-autofocus`, on the first field, or on itself. */
export function DialogContent({
  size = 'small',
  onPrimary,
  beginAt,
  className,
  children,
  onKeyDown,
  ...rest
}: DialogContentProps) {
  const [surface, setSurface] = useState<HTMLDivElement | null>(null)
  const focus = useReturnFocus()
  const keys = (event: KeyboardEvent<HTMLDivElement>) => {
    onKeyDown?.(event)
    // React passes on what happens in a dialog opened from this one.
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !surface?.contains(event.target as Node)) return
    event.preventDefault()
    onPrimary?.()
  }
  return (
    <Primitive.Portal>
      <Primitive.Overlay className="fixed inset-0 z-40 bg-scrim" />
      <Primitive.Content
        ref={setSurface}
        aria-describedby={undefined}
        onOpenAutoFocus={(event) => {
          event.preventDefault()
          focus.remember()
          const content = event.currentTarget as HTMLElement
          const wanted = beginAt?.(content) ?? content.querySelector<HTMLElement>('[data-autofocus]')
          ;(wanted ?? content.querySelector<HTMLElement>(firstField) ?? content).focus()
        }}
        onCloseAutoFocus={focus.giveBack}
        onInteractOutside={(event) => {
          // A press on a toast is about the toast.
          if (event.target instanceof Element && event.target.closest('[data-sonner-toaster]')) event.preventDefault()
        }}
        className={cn(
          'fixed top-1/2 left-1/2 z-40 flex -translate-x-1/2 -translate-y-1/2 animate-open flex-col rounded-xl bg-card shadow-dialog focus-visible:outline-none',
          sizes[size],
          size !== 'small' && 'max-md:max-h-none max-md:max-w-none max-md:rounded-none',
          className,
        )}
        onKeyDown={keys}
        {...rest}
      >
        <PortalContainer value={surface}>{children}</PortalContainer>
      </Primitive.Content>
    </Primitive.Portal>
  )
}

interface DialogHeaderProps {
  title: ReactNode
  /** Grey words behind the title (in a small dialog: below it). */
  detail?: ReactNode
  /** Detail on a line of its own. */
  stacked?: boolean
  /** Below the title, as a Stepper. */
  children?: ReactNode
  /** Draws the rule below; true where children stand in it. */
  rule?: boolean
  className?: string
}

/** Title, detail and the button that closes. */
export function DialogHeader({
  title,
  detail,
  stacked = false,
  children,
  rule = children !== undefined,
  className,
}: DialogHeaderProps) {
  return (
    <header className={cn('shrink-0 px-6 pt-5 max-md:px-4 max-md:pt-3', rule ? 'border-b pb-4' : 'pb-1', className)}>
      <div className="flex items-start gap-3">
        <div className={cn('min-w-0 flex-1 pt-1 max-md:pt-2', !stacked && 'flex flex-wrap items-baseline gap-x-3')}>
          <Primitive.Title className="font-semibold text-lg">{title}</Primitive.Title>
          {detail && <div className={cn('text-muted-foreground', !stacked && 'max-md:hidden')}>{detail}</div>}
        </div>
        <Primitive.Close asChild>
          <Button variant="ghost" size="icon" aria-label="Close" icon={<X />} className="-mr-2" />
        </Primitive.Close>
      </div>
      {children && <div className="mt-4 max-md:mt-2">{children}</div>}
    </header>
  )
}

/** The part that scrolls. */
export function DialogBody({ className, ...rest }: ComponentProps<'div'>) {
  return (
    <div
      data-dialog-body
      className={cn('relative min-h-0 flex-1 overflow-y-auto px-6 py-4 max-md:px-4', className)}
      {...rest}
    />
  )
}

interface DialogFooterProps {
  /** Left of the buttons: what is missing, what comes next, or how old the picture is. Announced when it changes. */
  note?: ReactNode
  className?: string
  /** The buttons, the primary last. */
  children: ReactNode
}

/** The foot that stays in place. On a phone the buttons share the width. */
export function DialogFooter({ note, className, children }: DialogFooterProps) {
  return (
    <div
      className={cn(
        'flex min-h-15 shrink-0 items-center gap-3 border-t px-6 py-3 max-md:flex-col max-md:items-stretch max-md:px-4',
        className,
      )}
    >
      <div aria-live="polite" className="min-w-0 flex-1 text-muted-foreground empty:max-md:hidden">
        {note}
      </div>
      <div className="flex shrink-0 gap-2 max-md:*:flex-1">{children}</div>
    </div>
  )
}
