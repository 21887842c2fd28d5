'use client'

import type { ComponentProps } from 'react'
import { cn } from '#components/cn.ts'
import { useControlAria } from '#components/ui/field-context.ts'
import { fieldLook } from '#components/ui/input.tsx'

interface TextareaProps extends ComponentProps<'textarea'> {
  mono?: boolean
}

/** Several lines of text; grows with what is written where the browser can. */
export function Textarea({ mono = false, className, ...rest }: TextareaProps) {
  return (
    <textarea
      {...rest}
      {...useControlAria(rest)}
      className={cn(fieldLook, 'field-sizing-content min-h-16 px-2.5 py-1.5', mono && 'font-mono text-xs', className)}
    />
  )
}
