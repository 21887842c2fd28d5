import { cn } from '#components/cn.ts'

/** A ring in motion, 12 px, in the colour of the text. Decorative: its word stands beside it. */
export function Spinner({ className }: { className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 12 12" className={cn('size-3! shrink-0 animate-spin', className)} fill="none">
      <circle cx="6" cy="6" r="4.5" stroke="currentColor" strokeWidth="2" opacity=".3" />
      <path d="M6 1.5A4.5 4.5 0 0 1 10.5 6" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  )
}
