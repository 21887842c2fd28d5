'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cn } from '#components/cn.ts'
import { IMPORT_TABS } from './tabs.ts'

/** The tabs of the import pages: links, so that each has an address of its own. */
export function ImportTabs() {
  const path = usePathname()
  return (
    <nav aria-label="Ways to import" className="-mb-px flex gap-1 overflow-x-auto">
      {IMPORT_TABS.map(({ href, label }) => {
        const current = path === href
        return (
          <Link
            key={href}
            href={href}
            aria-current={current ? 'page' : undefined}
            className={cn(
              'flex h-9 shrink-0 items-center whitespace-nowrap border-b-2 px-3 font-medium transition-colors focus-visible:-outline-offset-2 max-md:h-11',
              current
                ? 'border-primary text-foreground'
                : 'border-transparent text-muted-foreground hover:text-foreground',
            )}
          >
            {label}
          </Link>
        )
      })}
    </nav>
  )
}
