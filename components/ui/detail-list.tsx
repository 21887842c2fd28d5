import type { ReactNode } from 'react'
import { cn } from '#components/cn.ts'

interface DetailListProps {
  /** Width of the labels' column: 96 px, 112 (default) or 144. */
  labels?: 'narrow' | 'normal' | 'wide'
  /** Lines 24 px apart instead of 31. */
  dense?: boolean
  className?: string
  /** Detail elements. */
  children: ReactNode
}

const columns = { narrow: 'grid-cols-[96px_1fr]', normal: 'grid-cols-[112px_1fr]', wide: 'grid-cols-[144px_1fr]' }

/** Facts about one thing: grey labels at the left, values at the right. */
export function DetailList({ labels = 'normal', dense = false, className, children }: DetailListProps) {
  return (
    <dl className={cn('grid gap-x-4', dense ? 'gap-y-1' : 'gap-y-2.75', columns[labels], className)}>{children}</dl>
  )
}

/** One fact of a DetailList. */
export function Detail({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted-foreground">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  )
}
