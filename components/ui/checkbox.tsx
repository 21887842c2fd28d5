'use client'

import { Check, Minus } from 'lucide-react'
import { Checkbox as Primitive } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from '#components/cn.ts'

/** A box to tick, 16 px with a hit area of 24 (phones 40). `checked`: true, false or 'indeterminate'. Needs a name: label or `aria-label`. */
export function Checkbox({ className, ...rest }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      className={cn(
        'group relative size-4 shrink-0 rounded-sm border border-input bg-background text-primary-foreground transition-colors after:absolute after:-inset-1.25 disabled:border-border disabled:bg-accent data-[state=checked]:border-primary data-[state=indeterminate]:border-primary data-[state=checked]:bg-primary data-[state=indeterminate]:bg-primary max-md:after:-inset-3.25',
        className,
      )}
      {...rest}
    >
      <Primitive.Indicator className="grid size-full place-items-center">
        <Check className="hidden size-3 group-data-[state=checked]:block" style={{ strokeWidth: 3 }} />
        <Minus className="hidden size-3 group-data-[state=indeterminate]:block" style={{ strokeWidth: 3 }} />
      </Primitive.Indicator>
    </Primitive.Root>
  )
}
