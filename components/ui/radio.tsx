'use client'

import { RadioGroup as Primitive } from 'radix-ui'
import { type ComponentProps, type ReactNode, useId } from 'react'
import { cn } from '#components/cn.ts'

/** A group of radios: `value`, `onValueChange`; give it `aria-label` or `aria-labelledby`. */
export function RadioGroup({ className, ...rest }: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root className={cn('flex flex-col gap-2', className)} {...rest} />
}

/** The bare round mark of a radio, inside `RadioGroup`. */
function Radio({ className, ...rest }: ComponentProps<typeof Primitive.Item>) {
  return (
    <Primitive.Item
      className={cn(
        'relative size-4 shrink-0 rounded-full border border-input bg-background transition-colors after:absolute after:-inset-1.25 disabled:border-border disabled:bg-accent data-[state=checked]:border-primary data-[state=checked]:bg-primary max-md:after:-inset-3.25',
        className,
      )}
      {...rest}
    >
      <Primitive.Indicator className="grid size-full place-items-center">
        <span className="size-1.5 rounded-full bg-white" />
      </Primitive.Indicator>
    </Primitive.Item>
  )
}

interface RadioFieldProps extends ComponentProps<typeof Primitive.Item> {
  label: ReactNode
  hint?: ReactNode
}

/** A radio with its label, and a hint below it. */
export function RadioField({ label, hint, className, ...rest }: RadioFieldProps) {
  const id = useId()
  return (
    <div className={cn('flex gap-2.5 max-md:min-h-10', className)}>
      <Radio id={id} aria-describedby={hint ? `${id}-hint` : undefined} className="mt-0.5" {...rest} />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint && (
          <p id={`${id}-hint`} className="text-muted-foreground text-xs">
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}

interface RadioCardProps extends ComponentProps<typeof Primitive.Item> {
  /** Named by this element's id; its text is the radio's name. */
  labelledBy: string
}

/** A card that is chosen as a whole: the radio stands at its upper left, `children` beside and below it. */
export function RadioCard({ labelledBy, className, children, ...rest }: RadioCardProps) {
  return (
    <div
      className={cn(
        'relative flex gap-3 rounded-lg border border-border-strong bg-card p-4 transition-colors has-data-[state=checked]:border-primary has-data-[state=checked]:bg-selected has-data-[state=checked]:ring-1 has-data-[state=checked]:ring-primary has-focus-visible:outline-2 has-focus-visible:outline-ring has-focus-visible:outline-offset-2',
        className,
      )}
    >
      {/* The mark's hit area covers the card; links inside lie above it with `relative z-10`. */}
      <Radio
        aria-labelledby={labelledBy}
        className="static mt-0.5 focus-visible:outline-none after:inset-0 max-md:after:inset-0"
        {...rest}
      />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  )
}
