'use client'

import { type ReactNode, useId } from 'react'
import { cn } from '#components/cn.ts'
import { Glyph } from '#components/status/glyph.tsx'
import { FieldContext } from '#components/ui/field-context.ts'
import { Label } from '#components/ui/label.tsx'

interface FieldProps {
  label: ReactNode
  /** Stands below the control, and is read with it. */
  hint?: ReactNode
  /** The fault and its remedy; marks the control as invalid and stands in place of the hint. */
  error?: ReactNode
  /** Shows «optional» behind the label. */
  optional?: boolean
  required?: boolean
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean
  /** Stands at the right end of the label's line. */
  aside?: ReactNode
  className?: string
  /** One control: Input, Textarea, Select, TokenField, PasswordInput. */
  children: ReactNode
}

/** A form field: label, one control, and a hint or an error, wired for screen readers without any further attribute. */
export function Field({
  label,
  hint,
  error,
  optional,
  required = false,
  hideLabel,
  aside,
  className,
  children,
}: FieldProps) {
  const id = useId()
  const faulty = error !== undefined && error !== null && error !== '' && error !== false
  const below = faulty || hint ? `${id}-below` : undefined
  return (
    <FieldContext value={{ id, describedBy: below, invalid: faulty, required }}>
      <div className={cn('flex min-w-0 flex-col gap-1.5', className)}>
        <div className={cn('flex items-baseline gap-2', hideLabel && 'sr-only')}>
          <Label htmlFor={id}>{label}</Label>
          {optional && <span className="text-muted-foreground text-xs">optional</span>}
          {aside && <span className="ml-auto text-xs">{aside}</span>}
        </div>
        {children}
        {faulty ? (
          <p id={below} className="flex gap-2 text-bad text-xs">
            <Glyph state="failed" decorative className="mt-0.5" />
            <span>{error}</span>
          </p>
        ) : (
          hint && (
            <p id={below} className="text-muted-foreground text-xs">
              {hint}
            </p>
          )
        )}
      </div>
    </FieldContext>
  )
}
