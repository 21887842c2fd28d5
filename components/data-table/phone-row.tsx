import type { ReactNode } from 'react'

interface PhoneRowProps {
  /** A ServiceIcon of 32. */
  lead?: ReactNode
  /** The name, a link. */
  title: ReactNode
  /** At the right of the first line: when. */
  titleAside?: ReactNode
  /** Second line. */
  meta?: ReactNode
  /** At its right. */
  metaAside?: ReactNode
}

/** A row of two lines, as a data table shows it on a phone. */
export function PhoneRow({ lead, title, titleAside, meta, metaAside }: PhoneRowProps) {
  return (
    <div className="flex min-w-0 flex-1 items-center gap-3">
      {lead}
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline justify-between gap-3">
          <span className="min-w-0 truncate font-medium text-base">{title}</span>
          <span className="shrink-0 text-muted-foreground text-xs">{titleAside}</span>
        </div>
        <div className="flex items-center justify-between gap-3 text-muted-foreground text-xs">
          <span className="flex min-w-0 items-center gap-2 overflow-hidden">{meta}</span>
          <span className="flex shrink-0 items-center gap-2">{metaAside}</span>
        </div>
      </div>
    </div>
  )
}
