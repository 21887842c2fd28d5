'use client'

import { Tabs as Primitive } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from '#components/cn.ts'

/** Panels of which one shows: `value`, `onValueChange` (or `defaultValue`). */
export const Tabs = Primitive.Root

/** The row of tabs; give it `aria-label`. */
export function TabsList({ className, ...rest }: ComponentProps<typeof Primitive.List>) {
  return <Primitive.List className={cn('flex gap-5 overflow-x-auto border-b', className)} {...rest} />
}

/** One tab. */
export function TabsTrigger({ className, ...rest }: ComponentProps<typeof Primitive.Trigger>) {
  return (
    <Primitive.Trigger
      className={cn(
        '-mb-px h-9 whitespace-nowrap border-transparent border-b-2 text-muted-foreground text-sm transition-colors hover:text-foreground focus-visible:-outline-offset-2 data-[state=active]:border-primary data-[state=active]:font-medium data-[state=active]:text-foreground max-md:h-10',
        className,
      )}
      {...rest}
    />
  )
}

/** The panel of a tab. */
export function TabsContent({ className, ...rest }: ComponentProps<typeof Primitive.Content>) {
  return <Primitive.Content className={cn('pt-4', className)} {...rest} />
}
