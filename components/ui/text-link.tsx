import { ExternalLink } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
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
  const look = cn('rounded-sm text-link underline-offset-3', inline ? 'underline' : 'hover:underline', className)
  if (!external)
    return (
      <Link href={href} className={look}>
        {children}
      </Link>
    )
  return (
    <a href={href} target="_blank" rel="noreferrer" className={cn('inline-flex items-center gap-1', look)}>
      {children}
      <ExternalLink aria-label="opens in a new tab" className="size-3.5" />
    </a>
  )
}
