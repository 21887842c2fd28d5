'use client'

import type { ComponentProps } from 'react'
import { cn } from '#components/cn.ts'
import { useControlAria } from '#components/ui/field-context.ts'

/** Edge, ground and focus that every field shares. 16 px on phones, where smaller text makes the browser zoom. */
export const fieldLook =
  'w-full min-w-0 rounded-md border border-input bg-background text-foreground text-sm transition-colors focus-visible:outline-2 focus-visible:outline-ring focus-visible:-outline-offset-2 disabled:border-border disabled:bg-muted disabled:text-subtle read-only:border-border read-only:bg-muted aria-invalid:border-bad-mark max-md:text-lg'

export interface InputProps extends Omit<ComponentProps<'input'>, 'size'> {
  /** md 32 px (default), sm 28, lg 40; on a phone at least 40. */
  size?: 'sm' | 'md' | 'lg'
  /** Mono: for URLs, identifiers, headers and tokens. */
  mono?: boolean
}

/** A line of text. Inside `Field` it needs no id or aria attribute. */
export function Input({ size = 'md', mono = false, className, ...rest }: InputProps) {
  return (
    <input
      {...rest}
      {...useControlAria(rest)}
      className={cn(
        fieldLook,
        'px-2.5 max-md:h-10',
        { sm: 'h-7', md: 'h-8', lg: 'h-10 px-3 text-base' }[size],
        mono && 'font-mono text-xs max-md:text-lg',
        className,
      )}
    />
  )
}
