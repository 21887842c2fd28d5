'use client'

import Link from 'next/link'
import { cn } from '#components/cn.ts'
import { Glyph } from '#components/status/glyph.tsx'
import type { State } from '#components/status/states.ts'

export interface FilterChip {
  id: string
  word: string
  count: number
  /** Its mark; left out for «All». */
  state?: State
  /** Where it leads: a chip is a link, so that the state lives in the URL. */
  href?: string
}

interface FilterChipsProps {
  /** Names the row: «Filter by verdict». */
  label: string
  chips: readonly FilterChip[]
  /** The id of the chosen chip. */
  value: string
  /** For chips without `href`. */
  onChange?: (id: string) => void
  className?: string
}

/** A row of filters with mark, word and number, where the states are few. On a phone it scrolls sideways. */
export function FilterChips({ label, chips, value, onChange, className }: FilterChipsProps) {
  return (
    <nav aria-label={label} className={cn('flex gap-1.5 overflow-x-auto p-0.5 max-md:-mx-4 max-md:px-4', className)}>
      {chips.map((chip) => {
        const chosen = chip.id === value
        const look = cn(
          'inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md border px-2.5 text-xs transition-colors max-md:h-10 max-md:text-base',
          chosen
            ? 'border-primary bg-selected text-foreground dark:border-ring'
            : 'border-border bg-card text-muted-foreground hover:bg-accent',
        )
        const inside = (
          <>
            {chip.state && <Glyph state={chip.state} decorative />}
            <span className={cn(chosen && 'font-medium')}>{chip.word}</span>
            <span className="font-medium text-foreground">{chip.count}</span>
          </>
        )
        return chip.href === undefined ? (
          <button
            key={chip.id}
            type="button"
            aria-pressed={chosen}
            className={look}
            onClick={() => onChange?.(chip.id)}
          >
            {inside}
          </button>
        ) : (
          <Link
            key={chip.id}
            href={chip.href}
            aria-current={chosen ? 'true' : undefined}
            className={look}
            scroll={false}
          >
            {inside}
          </Link>
        )
      })}
    </nav>
  )
}
