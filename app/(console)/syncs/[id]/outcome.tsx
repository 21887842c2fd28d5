'use client'

import { ExternalLink, RefreshCw } from 'lucide-react'
import { cn } from '#components/cn.ts'
import { Glyph } from '#components/status/glyph.tsx'
import { Button, buttonVariants } from '#components/ui/button.tsx'
import type { RunView } from '#lib/sync/schema.ts'

interface OutcomeProps {
  run: RunView
  outcome: NonNullable<RunView['outcome']>
  retrying: boolean
  onRetry: (() => void) | undefined
}

/** How it ended: what succeeded, and what did not. Good only when the platform itself said so. */
export function Outcome({ run, outcome, retrying, onRetry }: OutcomeProps) {
  const { good, message } = outcome
  const again = run.counts.failed + run.counts.unknown + run.counts.cancelled
  return (
    <section
      aria-label="Outcome"
      className={cn(
        'flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border px-4 py-3',
        good ? 'border-good-line bg-good-soft' : 'border-bad-line bg-card',
      )}
    >
      <Glyph state={good ? 'done' : run.status === 'cancelled' ? 'cancelled' : 'failed'} decorative />
      <p className={cn('min-w-0 flex-1 font-medium max-md:basis-3/4', good && 'text-good')}>{message}</p>
      <div className="flex gap-2 max-md:w-full max-md:*:flex-1">
        {!good && onRetry && again > 0 && run.causes.length === 0 && (
          <Button icon={<RefreshCw />} busy={retrying} onClick={onRetry}>
            Retry {again}
          </Button>
        )}
        {run.link !== null && (
          <a href={run.link} target="_blank" rel="noreferrer" className={cn(buttonVariants())}>
            Open in Dify
            <ExternalLink aria-label="opens in a new tab" />
          </a>
        )}
      </div>
    </section>
  )
}
