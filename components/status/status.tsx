import type { ReactNode } from 'react'
import { cn } from '#components/cn.ts'
import { Glyph } from '#components/status/glyph.tsx'
import { type State, states, wordColour } from '#components/status/states.ts'

interface StatusProps {
  state: State
  /** In place of the state's word: «2 abnormal». */
  children?: ReactNode
  /** For verbs of a plan: medium weight, and good in green. */
  strong?: boolean
  className?: string
}

/** Mark and word of a state, as it stands in tables and lines. */
export function Status({ state, children, strong = false, className }: StatusProps) {
  const { tone, word } = states[state]
  const colour = strong && tone === 'good' ? 'text-good' : wordColour[tone]
  return (
    <span
      className={cn(
        'inline-flex items-center gap-2 whitespace-nowrap align-bottom',
        colour,
        strong && 'font-medium',
        className,
      )}
    >
      <Glyph state={state} decorative />
      <span>{children ?? word}</span>
    </span>
  )
}

const badge = {
  good: 'border-good-line bg-good-soft text-good',
  warn: 'border-warn-line bg-warn-soft text-warn',
  bad: 'border-bad-line bg-bad-soft text-bad',
  link: 'border-selected-line bg-selected text-link',
  quiet: 'border-border bg-muted text-muted-foreground',
}

/** A state beside a title: soft ground, line, mark and word. In tables use `Status`. */
export function StatusBadge({ state, children, className }: Omit<StatusProps, 'strong'>) {
  const { tone, word } = states[state]
  return (
    <span
      className={cn(
        'inline-flex h-6 items-center gap-2 whitespace-nowrap rounded-sm border px-2.5 font-medium text-xs',
        badge[tone],
        className,
      )}
    >
      <Glyph state={state} decorative />
      {children ?? word}
    </span>
  )
}

interface SummaryPart {
  /** Left out: plain grey text, as a total. */
  state?: State
  text: ReactNode
}

/** One line of counts below a page title, divided by dots: «24 services · ● 21 normal · ✕ 2 abnormal». */
export function StatusSummary({ parts, className }: { parts: readonly SummaryPart[]; className?: string }) {
  return (
    <ul className={cn('flex flex-wrap items-center gap-x-2 text-muted-foreground max-md:gap-x-2.5', className)}>
      {parts.map((part, index) => (
        <li key={`${part.state ?? 'plain'}-${index.toString()}`} className="flex items-center gap-2">
          {index > 0 && (
            <span aria-hidden="true" className="text-subtle max-md:hidden">
              ·
            </span>
          )}
          {part.state ? (
            <Status
              state={part.state}
              className={cn('gap-1.5', states[part.state].tone === 'good' && 'text-muted-foreground')}
            >
              {part.text}
            </Status>
          ) : (
            part.text
          )}
        </li>
      ))}
    </ul>
  )
}
