import Link from 'next/link'
import type { ReactNode } from 'react'

interface PhoneRowProps {
  /** A ServiceIcon of 32. */
  lead?: ReactNode
  /** The name. */
  title: ReactNode
  /** Where a tap on the row leads; links and buttons in it keep their own. */
  href?: string
  /** At the right of the first line: when. */
  titleAside?: ReactNode
  /** Second line. */
  meta?: ReactNode
  /** At its right. */
  metaAside?: ReactNode
}

/** A row of two lines, as a data table shows it on a phone. */
export function PhoneRow({ lead, title, href, titleAside, meta, metaAside }: PhoneRowProps) {
  return (
    <div className="relative flex min-w-0 flex-1 items-center gap-3 [&_:is(a,button):not([data-row-link])]:z-10">
      {lead}
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline justify-between gap-3">
          <span className="min-w-0 truncate font-medium text-base">
            {href === undefined ? (
              title
            ) : (
              <Link data-row-link href={href} className="rounded-sm after:absolute after:-inset-y-2 after:inset-x-0">
                {title}
              </Link>
            )}
          </span>
          <span className="shrink-0 text-muted-foreground text-xs">{titleAside}</span>
        </div>
        <div className="flex items-center justify-between gap-3 text-muted-foreground text-xs [&_button]:-my-3">
          <span className="flex min-w-0 items-center gap-2 overflow-x-clip">{meta}</span>
          <span className="flex shrink-0 items-center gap-2">{metaAside}</span>
        </div>
      </div>
    </div>
  )
}
