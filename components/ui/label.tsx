'use client'

import { Label as Primitive } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from '#components/cn.ts'

/** The label of a control; a click on it reaches the control. */
export function Label({ className, ...rest }: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root className={cn('font-medium text-sm', className)} {...rest} />
}
