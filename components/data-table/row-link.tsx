import Link from 'next/link'
import type { ReactNode } from 'react'

/** The name in a row, leading to the thing itself. */
export function RowLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      className="inline-flex min-h-6 min-w-0 items-center rounded-sm font-medium underline-offset-3 hover:underline"
    >
      {children}
    </Link>
  )
}
