import Link from 'next/link'
import type { ReactNode } from 'react'
import { cn } from '#components/cn.ts'

interface PageHeaderProps {
  title: ReactNode
  /** The page above: a small link over the title. */
  parent?: { label: string; href: string }
  /** A StatusBadge beside the title. */
  badge?: ReactNode
  /** A tile left of title and detail, such as a ServiceIcon of 40. */
  icon?: ReactNode
  /** The line below: a StatusSummary, or words divided by dots. */
  detail?: ReactNode
  /** Buttons at the right; on a phone they stand below. */
  actions?: ReactNode
  /** Below title and actions, across the page: SearchBox, filters. */
  toolbar?: ReactNode
  className?: string
}

/** The head of a page. */
export function PageHeader({ title, parent, badge, icon, detail, actions, toolbar, className }: PageHeaderProps) {
  return (
    <header className={cn('shrink-0 px-6 pt-5 pb-3 max-md:px-4 max-md:pt-4', className)}>
      <div className="flex items-start gap-x-6 gap-y-3 max-md:flex-col">
        <div className="min-w-0 flex-1">
          {parent && (
            <Link
              href={parent.href}
              className="rounded-sm text-muted-foreground text-xs hover:text-foreground hover:underline"
            >
              {parent.label}
            </Link>
          )}
          <div className="flex items-center gap-3">
            {icon}
            <div className="min-w-0">
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <h1 className="min-w-0 break-words font-semibold text-xl">{title}</h1>
                {badge}
              </div>
              {detail && <div className="mt-0.5 text-muted-foreground">{detail}</div>}
            </div>
          </div>
        </div>
        {actions && <div className="flex shrink-0 flex-wrap items-center gap-2 max-md:w-full">{actions}</div>}
      </div>
      {toolbar && <div className="mt-4 flex flex-wrap items-center gap-2 max-md:mt-3">{toolbar}</div>}
    </header>
  )
}
