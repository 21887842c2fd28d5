'use client'

import { RadioGroup } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from '#components/cn.ts'

interface Segment<Value extends string> {
  value: Value
  label: ReactNode
  disabled?: boolean
}

interface SegmentedControlProps<Value extends string> {
  /** Names the choice for screen readers. */
  label: string
  segments: readonly Segment<Value>[]
  value: Value | undefined
  onChange: (value: Value) => void
  disabled?: boolean
  /** sm 28 px inside rows, md 32 (default); 40 on a phone. */
  size?: 'sm' | 'md'
  className?: string
}

/** A choice of two to four that is always in view. On a phone it fills the width. */
export function SegmentedControl<Value extends string>({
  label,
  segments,
  value,
  onChange,
  disabled,
  size = 'md',
  className,
}: SegmentedControlProps<Value>) {
  return (
    <RadioGroup.Root
      aria-label={label}
      orientation="horizontal"
      value={value ?? ''}
      onValueChange={(next) => {
        const segment = segments.find((candidate) => candidate.value === next)
        if (segment) onChange(segment.value)
      }}
      disabled={disabled}
      className={cn(
        'inline-flex rounded-md border border-transparent bg-accent p-px max-md:flex max-md:h-10 max-md:w-full dark:border-border dark:bg-muted',
        size === 'sm' ? 'h-7' : 'h-8',
        className,
      )}
    >
      {segments.map((segment) => (
        <RadioGroup.Item
          key={segment.value}
          value={segment.value}
          disabled={segment.disabled}
          className="relative flex-1 whitespace-nowrap max-md:after:absolute max-md:after:inset-x-0 max-md:after:-inset-y-0.5 rounded-md border border-transparent px-3 font-medium text-muted-foreground text-sm transition-colors hover:text-foreground focus-visible:outline-offset-0 disabled:text-subtle data-[state=checked]:border-border-strong data-[state=checked]:bg-card data-[state=checked]:text-foreground max-md:text-base dark:data-[state=checked]:bg-accent"
        >
          {segment.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
