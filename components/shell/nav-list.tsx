'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cn } from '#components/cn.ts'
import { isCurrent, type NavItem } from '#components/shell/navigation.ts'

interface NavListProps {
  groups: readonly (readonly NavItem[])[]
  /** After a click, to close the menu of a phone. */
  onNavigate?: () => void
}

/** The links of the navigation; the current one is marked. */
export function NavList({ groups, onNavigate }: NavListProps) {
  const path = usePathname()
  return (
    <nav aria-label="Console" className="flex flex-col px-3">
      {groups.map((group, index) => (
        <ul key={group[0]?.href} className={cn('flex flex-col gap-0.5', index > 0 && 'mt-3 border-t pt-3')}>
          {group.map(({ href, label, icon: Icon }) => {
            const current = isCurrent(href, path)
            return (
              <li key={href}>
                <Link
                  href={href}
                  aria-current={current ? 'page' : undefined}
                  onClick={onNavigate}
                  className={cn(
                    'flex h-8 items-center gap-2.5 rounded-md px-2 text-muted-foreground transition-colors hover:bg-accent hover:text-foreground max-lg:h-10 max-lg:text-base',
                    current && 'bg-sidebar-current font-medium text-foreground',
                  )}
                >
                  <Icon aria-hidden="true" className="size-4 shrink-0" />
                  <span className="truncate">{label}</span>
                </Link>
              </li>
            )
          })}
        </ul>
      ))}
    </nav>
  )
}
