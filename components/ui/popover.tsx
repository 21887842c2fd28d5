'use client'

import { Popover as Primitive } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from '#components/cn.ts'
import { menuSurface } from '#components/ui/menu-look.ts'
import { usePortalContainer } from '#components/ui/portal-container.ts'

/** Content that drops from a button and may hold controls. */
export const Popover = Primitive.Root
/** The button that opens the popover; use `asChild` around a `Button`. */
export const PopoverTrigger = Primitive.Trigger

/** The floating card of a popover; give it `aria-label`. */
export function PopoverContent({ className, align = 'start', ...rest }: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal container={usePortalContainer()}>
      <Primitive.Content
        align={align}
        sideOffset={4}
        collisionPadding={8}
        className={cn(menuSurface, 'w-72 p-4', className)}
        {...rest}
      />
    </Primitive.Portal>
  )
}
