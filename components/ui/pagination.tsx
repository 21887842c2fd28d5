import { ChevronLeft, ChevronRight } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { cn } from '#components/cn.ts'
import { buttonVariants } from '#components/ui/button.tsx'

export interface Paging {
  /** From 1. */
  page: number
  pageSize: number
  /** Rows that match, over all pages. */
  total: number
  /** Where a page is. */
  href: (page: number) => string
}

/** «1–24 of 24» and the ways to the page before and after; a way that does not exist is inert. */
export function Pagination({ page, pageSize, total, href, className }: Paging & { className?: string }) {
  const first = total === 0 ? 0 : (page - 1) * pageSize + 1
  const last = Math.min(page * pageSize, total)
  const number = new Intl.NumberFormat('en')
  return (
    <nav aria-label="Pages" className={cn('flex items-center gap-2 text-muted-foreground', className)}>
      <span className="whitespace-nowrap">
        {number.format(first)}–{number.format(last)} of {number.format(total)}
      </span>
      {/* On a phone the place is needed, and one page has no other. */}
      <span className={cn('flex gap-2', total <= pageSize && 'max-md:hidden')}>
        <Step label="Previous page" href={page > 1 ? href(page - 1) : null}>
          <ChevronLeft />
        </Step>
        <Step label="Next page" href={last < total ? href(page + 1) : null}>
          <ChevronRight />
        </Step>
      </span>
    </nav>
  )
}

function Step({ label, href, children }: { label: string; href: string | null; children: ReactNode }) {
  const look = buttonVariants({ variant: 'ghost', size: 'icon-sm' })
  if (href === null)
    return (
      <button type="button" disabled aria-label={label} className={cn(look, 'opacity-60')}>
        {children}
      </button>
    )
  return (
    <Link href={href} aria-label={label} className={look}>
      {children}
    </Link>
  )
}
