'use client'

import { Check, ChevronDown } from 'lucide-react'
import { Select as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from '#components/cn.ts'
import { useControlAria } from '#components/ui/field-context.ts'
import { menuItem, menuSurface } from '#components/ui/menu-look.ts'

export interface SelectOption {
  value: string
  label: ReactNode
  /** Second words in grey behind the label. */
  hint?: ReactNode
  disabled?: boolean
}

interface SelectProps {
  options: readonly SelectOption[]
  value: string | undefined
  onValueChange: (value: string) => void
  /** Grey word before the value, as in «Sent as API key header». */
  prefix?: string
  placeholder?: string
  name?: string
  disabled?: boolean
  /** md 32 px (default), sm 28, lg 40; on a phone at least 40. */
  size?: 'sm' | 'md' | 'lg'
  id?: string
  'aria-label'?: string
  className?: string
}

/** One of few values. Inside `Field` it needs no id; otherwise give `aria-label`, or `prefix`, which then names it. Values must not be empty strings. */
export function Select({
  options,
  value,
  onValueChange,
  prefix,
  placeholder,
  name,
  disabled,
  size = 'md',
  className,
  ...rest
}: SelectProps) {
  const aria = useControlAria(rest)
  const chosen = options.find((option) => option.value === value)
  return (
    <Primitive.Root value={value ?? ''} onValueChange={onValueChange} name={name} disabled={disabled}>
      <Primitive.Trigger
        {...aria}
        aria-label={rest['aria-label'] ?? (aria.id ? undefined : prefix)}
        className={cn(
          'inline-flex min-w-0 items-center gap-2 rounded-md border border-border-strong bg-card text-sm transition-colors hover:bg-accent focus-visible:outline-offset-0 disabled:border-border disabled:bg-muted disabled:text-subtle aria-invalid:border-bad-mark max-md:h-10 max-md:text-base',
          { sm: 'h-7 px-2', md: 'h-8 px-2.5', lg: 'h-10 px-3 text-base' }[size],
          className,
        )}
      >
        {prefix && <span className="text-muted-foreground">{prefix}</span>}
        <span className={cn('min-w-0 flex-1 truncate text-left', chosen ? 'font-medium' : 'text-subtle')}>
          <Primitive.Value placeholder={placeholder}>{chosen?.label}</Primitive.Value>
        </span>
        <Primitive.Icon asChild>
          <ChevronDown className="size-4 shrink-0 text-muted-foreground" />
        </Primitive.Icon>
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          position="popper"
          sideOffset={4}
          className={cn(
            menuSurface,
            'max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width)',
          )}
        >
          <Primitive.Viewport>
            {options.map((option) => (
              <Primitive.Item key={option.value} value={option.value} disabled={option.disabled} className={menuItem}>
                <Primitive.ItemText>{option.label}</Primitive.ItemText>
                {option.hint && <span className="text-muted-foreground">{option.hint}</span>}
                <Primitive.ItemIndicator className="ml-auto pl-4">
                  <Check className="size-4 text-link" />
                </Primitive.ItemIndicator>
              </Primitive.Item>
            ))}
          </Primitive.Viewport>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

interface FilterSelectProps {
  /** What is filtered: «Status». */
  label: string
  options: readonly SelectOption[]
  /** null: all. */
  value: string | null
  onChange: (value: string | null) => void
  className?: string
}

const ALL = ' all'

/** A filter that reads «Status All»; `null` stands for all. */
export function FilterSelect({ label, options, value, onChange, className }: FilterSelectProps): ReactNode {
  return (
    <Select
      prefix={label}
      options={[{ value: ALL, label: 'All' }, ...options]}
      value={value ?? ALL}
      onValueChange={(next) => onChange(next === ALL ? null : next)}
      className={className}
    />
  )
}
