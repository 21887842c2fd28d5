'use client'

import { Check, ChevronDown } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useEffect, useId, useRef } from 'react'
import { cn } from '#components/cn.ts'
import { useControlAria } from '#components/ui/field-context.ts'
import { menuItem, menuSurface } from '#components/ui/menu-look.ts'
import { usePortalContainer } from '#components/ui/portal-container.ts'
import { useListbox } from '#components/ui/use-listbox.ts'

interface SelectOption {
  value: string
  label: string
  /** Second words in grey behind the label. */
  hint?: string
  disabled?: boolean
}

interface SelectProps {
  options: readonly SelectOption[]
  value: string | undefined
  onValueChange: (value: string) => void
  /** Grey word before the value, as in «Sent as API key header». */
  prefix?: string
  /** Stands where nothing is chosen. */
  placeholder?: string
  /** Sends the value with a plain form. */
  name?: string
  disabled?: boolean
  onBlur?: () => void
  /** md 32 px (default), sm 28, lg 40; on a phone at least 40. */
  size?: 'sm' | 'md' | 'lg'
  id?: string
  'aria-label'?: string
  className?: string
}

/** One of several values. Inside `Field` it needs no id; otherwise give `aria-label`, or `prefix`, which then names it. */
export function Select({
  options,
  value,
  onValueChange,
  prefix,
  placeholder,
  name,
  size = 'md',
  className,
  ...rest
}: SelectProps) {
  const aria = useControlAria(rest)
  const container = usePortalContainer()
  const button = useRef<HTMLButtonElement>(null)
  const list = useId()
  const searchable = options.map((option) => ({ ...option, text: option.label }))
  const box = useListbox(searchable, value, onValueChange)
  const chosen = options.find((option) => option.value === value)
  const optionId = (option: string) => `${list}-${options.findIndex((each) => each.value === option)}`
  const activeId = box.open && box.active !== null ? optionId(box.active) : undefined

  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' })
  }, [activeId])

  return (
    <Popover.Root open={box.open} onOpenChange={box.setOpen}>
      <Popover.Anchor asChild>
        <button
          {...rest}
          {...aria}
          ref={button}
          type="button"
          role="combobox"
          aria-haspopup="listbox"
          aria-expanded={box.open}
          aria-controls={box.open ? list : undefined}
          aria-activedescendant={activeId}
          aria-label={rest['aria-label'] ?? (aria.id ? undefined : prefix)}
          onClick={box.toggle}
          onKeyDown={box.onKeyDown}
          className={cn(
            'inline-flex min-w-0 items-center gap-2 rounded-md border border-border-strong bg-card text-sm transition-colors hover:bg-accent focus-visible:outline-offset-0 disabled:border-border disabled:bg-muted disabled:text-subtle aria-invalid:border-bad-mark max-md:h-10 max-md:text-base',
            { sm: 'h-7 px-2', md: 'h-8 px-2.5', lg: 'h-10 px-3 text-base' }[size],
            className,
          )}
        >
          {prefix && <span className="text-muted-foreground">{prefix}</span>}
          <span className={cn('min-w-0 flex-1 truncate text-left', chosen ? 'font-medium' : 'text-subtle')}>
            {chosen?.label ?? placeholder}
          </span>
          <ChevronDown aria-hidden="true" className="size-4 shrink-0 text-muted-foreground" />
        </button>
      </Popover.Anchor>
      {name !== undefined && <input type="hidden" name={name} value={value ?? ''} />}
      <Popover.Portal container={container}>
        <Popover.Content
          id={list}
          role="listbox"
          aria-label={rest['aria-label'] ?? prefix ?? 'Values'}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onInteractOutside={(event) => {
            // The button itself closes the list.
            if (button.current?.contains(event.target as Node)) event.preventDefault()
          }}
          className={cn(
            menuSurface,
            'max-h-(--radix-popover-content-available-height) min-w-(--radix-popover-trigger-width)',
          )}
        >
          {options.map((option) => (
            <button
              key={option.value}
              id={optionId(option.value)}
              type="button"
              role="option"
              tabIndex={-1}
              aria-selected={option.value === value}
              aria-disabled={option.disabled || undefined}
              data-highlighted={option.value === box.active || undefined}
              data-disabled={option.disabled || undefined}
              onPointerDown={(event) => event.preventDefault()}
              onPointerMove={() => !option.disabled && box.setActive(option.value)}
              onClick={() => !option.disabled && box.pick(option.value)}
              className={cn(menuItem, 'w-full whitespace-nowrap text-left')}
            >
              {option.label}
              {option.hint && <span className="text-muted-foreground">{option.hint}</span>}
              {option.value === value && <Check aria-hidden="true" className="ml-auto text-link" />}
            </button>
          ))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
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

// No value of a filter begins with a space.
const ALL = ' all'

/** A filter that reads «Status All»; null stands for all. */
export function FilterSelect({ label, options, value, onChange, className }: FilterSelectProps) {
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
