'use client'

import { type ReactNode, useEffect, useRef } from 'react'
import { withoutBase } from '#components/base-path.ts'
import { cn } from '#components/cn.ts'
import { Button } from '#components/ui/button.tsx'
import { DialogBody, DialogFooter } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { useDialog } from './dialog-context.ts'

interface StepFrameProps {
  /** Names the step for screen readers: «Step 2 of 4: Namespaces». */
  label: string
  /** Left of the buttons: what is missing, what comes next, or how old the picture is. */
  note: ReactNode
  /** The step can be left backwards. */
  back?: { busy?: boolean; onClick: () => void }
  primary: {
    label: string
    onClick: () => void
    busy?: boolean
    disabled?: boolean
    destructive?: boolean
    icon?: ReactNode
  }
  className?: string
  children: ReactNode
}

/** The inside of a step: what scrolls, faults of the last request, and the foot that stays in place. */
export function StepFrame({ label, note, back, primary, className, children }: StepFrameProps) {
  const { primary: primaryKey, fault } = useDialog()
  const body = useRef<HTMLDivElement>(null)
  const faultLine = useRef<HTMLDivElement>(null)
  const act = primary.busy || primary.disabled ? null : primary.onClick
  useEffect(() => {
    primaryKey.current = act
    return () => {
      primaryKey.current = null
    }
  })
  // A step that opens takes the focus, so that keys and screen readers begin in it.
  useEffect(() => body.current?.focus(), [])
  useEffect(() => {
    if (fault) faultLine.current?.scrollIntoView({ block: 'nearest' })
  }, [fault])
  return (
    <>
      <DialogBody
        ref={body}
        tabIndex={-1}
        role="group"
        aria-label={label}
        className={cn('outline-none focus-visible:outline-none', className)}
      >
        {fault && (
          <div ref={faultLine} className="mb-4">
            <Notice kind="bad" alert title={fault.message}>
              {fault.code === 'unauthenticated' ? (
                <>
                  What you entered here is kept. Go on to sign in over it, or{' '}
                  <TextLink inline external href={`/login?${new URLSearchParams({ next: here() })}`}>
                    sign in in another tab
                  </TextLink>
                  .
                </>
              ) : (
                fault.next
              )}
            </Notice>
          </div>
        )}
        {children}
      </DialogBody>
      <DialogFooter note={note}>
        {back && (
          <Button onClick={back.onClick} busy={back.busy}>
            Back
          </Button>
        )}
        <Button
          variant={primary.destructive ? 'destructive' : 'primary'}
          icon={primary.icon}
          onClick={primary.onClick}
          busy={primary.busy}
          disabled={primary.disabled}
        >
          {primary.label}
        </Button>
      </DialogFooter>
    </>
  )
}

/** This very place, for coming back after signing in elsewhere. */
function here(): string {
  return `${withoutBase(window.location.pathname)}${window.location.search}`
}
