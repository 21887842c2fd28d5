import { cn } from '#components/cn.ts'

/** A grey bar in the place of what comes; give it the size of that. Shows after 150 ms, without shimmer. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={cn('h-3 animate-appear rounded-sm bg-border', className)} />
}
