import { ExternalLink } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { withBase } from '#components/base-path.ts'
import { cn } from '#components/cn.ts'

interface TextLinkProps {
  href: string
  /** Stands inside a sentence: underlined. */
  inline?: boolean
  /** Leads to another site: opens in a new tab and shows the arrow. */
  external?: boolean
  className?: string
  children: ReactNode
}

/** A link in the link colour. */
export function TextLink({ href, inline = false, external = false, className, children }: TextLinkProps) {
  const look = cn(
    'rounded-sm text-link underline-offset-3',
    // The hit area is higher than the line.
    inline
      ? 'underline'
      : 'relative after:absolute after:inset-x-0 after:-inset-y-0.5 hover:underline max-md:after:-inset-y-2.5',
    className,
  )
  if (!external)
    return (
      <Link href={href} className={look}>
        {children}
      </Link>
    )
  return (
    <a
      href={href.startsWith('/') ? withBase(href) : href}
      target="_blank"
      rel="noreferrer"
      className={cn('inline-flex items-center gap-1', look)}
    >
      {children}
      <ExternalLink aria-label="opens in a new tab" className="size-3.5" />
    </a>
  )
}
