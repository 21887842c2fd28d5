import type { ReactNode } from 'react'
import { cn } from '#components/cn.ts'

interface EmptyStateProps {
  /** A lucide element; stands in a square. */
  icon: ReactNode
  /** What is missing, or «No service matches «led»». */
  title: ReactNode
  /** What is needed and where to find it, or what would match. */
  children?: ReactNode
  /** Buttons: the next step first. */
  actions?: ReactNode
  /** At the right end of the buttons' line. */
  aside?: ReactNode
  className?: string
}

/** A left-aligned card in the place of what is not there. */
export function EmptyState({ icon, title, children, actions, aside, className }: EmptyStateProps) {
  return (
    <section className={cn('max-w-180 rounded-lg border border-border bg-card p-5', className)}>
      <div aria-hidden="true" className="grid size-9 place-items-center rounded-md border [&_svg]:size-4.5">
        {icon}
      </div>
      <h2 className="mt-3 font-semibold text-base">{title}</h2>
      {children && <div className="mt-0.5 text-muted-foreground">{children}</div>}
      {(actions || aside) && (
        <div className="mt-4 flex flex-wrap items-center gap-2">
          {actions}
          {aside && <div className="md:ml-auto">{aside}</div>}
        </div>
      )}
    </section>
  )
}
