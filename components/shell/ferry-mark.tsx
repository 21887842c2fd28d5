import { cn } from '#components/cn.ts'

/** The ferry on its tile; 24 px unless sized by class. Decorative: the name stands beside it. */
export function FerryMark({ className }: { className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 40 40" className={cn('size-6 shrink-0 text-foreground', className)}>
      <rect width="40" height="40" rx="9" fill="currentColor" />
      <g className="fill-none stroke-background">
        <path d="M12.25 18.5v-6a1.5 1.5 0 0 1 1.5-1.5h12.5a1.5 1.5 0 0 1 1.5 1.5v6" strokeWidth="2.5" />
        <path
          d="M7.5 18.5h25l-2.9 7.2a1.6 1.6 0 0 1-1.5 1H11.9a1.6 1.6 0 0 1-1.5-1z"
          className="fill-background stroke-none"
        />
        <path
          d="M7 31.2c2.2-1.9 4.3-1.9 6.5 0s4.3 1.9 6.5 0 4.3-1.9 6.5 0 4.3 1.9 6.5 0"
          strokeWidth="2"
          strokeLinecap="round"
        />
      </g>
    </svg>
  )
}
