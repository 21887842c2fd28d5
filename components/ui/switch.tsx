'use client'

import { Switch as Primitive } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from '#components/cn.ts'
import { useControlAria } from '#components/ui/field-context.ts'

/** On or off, effective at once: `checked`, `onCheckedChange`. Needs a name: `Field`, label or `aria-label`. */
export function Switch({ className, ...rest }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      {...rest}
      {...useControlAria(rest)}
      className={cn(
        'relative h-4.5 w-8 shrink-0 rounded-full border border-input bg-input p-px transition-colors after:absolute after:-inset-1.25 disabled:opacity-50 data-[state=checked]:border-primary data-[state=checked]:bg-primary max-md:after:-inset-3',
        className,
      )}
    >
      <Primitive.Thumb className="block size-3.5 rounded-full bg-white transition-transform data-[state=checked]:translate-x-3.5" />
    </Primitive.Root>
  )
}
