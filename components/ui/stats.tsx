import Link from 'next/link'
import type { ReactNode } from 'react'
import { cn } from '#components/cn.ts'

/** A card of calm numbers side by side, two by two on a phone. */
export function Stats({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <div
      className={cn(
        'grid auto-cols-fr grid-flow-col divide-x overflow-clip rounded-lg border bg-card max-md:grid-flow-row max-md:grid-cols-2 max-md:divide-x-0 max-md:*:border-b max-md:*:odd:border-r max-md:*:last:border-b-0 max-md:*:last:odd:col-span-2 max-md:*:last:odd:border-r-0',
        className,
      )}
    >
      {children}
    </div>
  )
}

interface StatProps {
  label: string
  value: ReactNode
  /** The grey line below. */
  detail?: ReactNode
  /** Where the number comes from. */
  href: string
}

/** One number of Stats; the whole of it is a link. */
export function Stat({ label, value, detail, href }: StatProps) {
  return (
    <Link
      href={href}
      className="block border-border px-4 py-3 transition-colors hover:bg-accent focus-visible:-outline-offset-2"
    >
      <span className="block text-muted-foreground text-xs">{label}</span>
      <span className="mt-1 block font-semibold text-xl">{value}</span>
      <span className="mt-0.5 block text-muted-foreground text-xs">{detail}</span>
    </Link>
  )
}
