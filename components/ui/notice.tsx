import { Clock, Info } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from '#components/cn.ts'
import { Glyph } from '#components/status/glyph.tsx'

interface NoticeProps {
  /** info: grey; pending: blue, what is not carried over yet; warn: amber; bad: red edge and words. */
  kind?: 'info' | 'pending' | 'warn' | 'bad'
  /** The fact. */
  title?: ReactNode
  /** What the other side said, word for word: set in mono. */
  said?: { who: string; words: string }
  /** One button or link: the next step. */
  action?: ReactNode
  /** Icon of an info notice: a lucide element; `clock` for what ended by time. */
  icon?: 'info' | 'clock'
  /** Announced at once when it appears; for faults after an act of the reader. */
  alert?: boolean
  className?: string
  children?: ReactNode
}

const ground = {
  info: 'border-border bg-muted',
  pending: 'border-selected-line bg-selected',
  warn: 'border-warn-line bg-warn-soft',
  bad: 'border-bad-line bg-card',
}

/** A fact that stands in its place on the page, with its next step. */
export function Notice({
  kind = 'info',
  title,
  said,
  action,
  icon = 'info',
  alert = false,
  className,
  children,
}: NoticeProps) {
  const Icon = icon === 'clock' ? Clock : Info
  // The first line stands level with the button beside it.
  const beside = action !== undefined && kind !== 'bad'
  return (
    <div
      role={alert ? 'alert' : undefined}
      className={cn('flex flex-wrap items-start gap-3 rounded-lg border p-3 px-4', ground[kind], className)}
    >
      <span className={cn('flex h-5 shrink-0 items-center', beside && 'md:mt-1.5')}>
        {kind === 'info' && <Icon aria-hidden="true" className="size-4 text-muted-foreground" />}
        {kind === 'pending' && <Glyph state="pending" decorative />}
        {kind === 'warn' && <Glyph state="drifted" decorative />}
        {kind === 'bad' && <Glyph state="failed" decorative />}
      </span>
      <div className={cn('min-w-0 flex-1', beside && 'md:py-1.5')}>
        {kind === 'bad' ? (
          <>
            {title && <p className="text-bad">{title}</p>}
            {children && <div className="text-muted-foreground">{children}</div>}
          </>
        ) : (
          <div>
            {title && <span className="font-medium">{title}</span>} {children}
          </div>
        )}
        {said && (
          <p className="break-words text-muted-foreground">
            {said.who}: <span className="font-mono text-xs">{said.words}</span>
          </p>
        )}
        {action && kind === 'bad' && <div className="mt-2.5">{action}</div>}
      </div>
      {action && kind !== 'bad' && <div className="ml-auto">{action}</div>}
    </div>
  )
}
