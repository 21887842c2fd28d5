'use client'

import { Tooltip as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { usePortalContainer } from '#components/ui/portal-container.ts'

/** Once around the whole app: how long a hover waits. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return <Primitive.Provider delayDuration={300}>{children}</Primitive.Provider>
}

interface TooltipProps {
  /** The words; never the only place where they are needed. */
  text: ReactNode
  side?: 'top' | 'right' | 'bottom' | 'left'
  /** One focusable element: a button or link. */
  children: ReactNode
}

/** Words that appear on hover and on focus. */
export function Tooltip({ text, side = 'top', children }: TooltipProps) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal container={usePortalContainer()}>
        <Primitive.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-80 animate-open rounded-md bg-foreground px-2.5 py-1.5 text-background text-xs"
        >
          {text}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
