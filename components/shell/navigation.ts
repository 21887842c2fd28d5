import { House, KeyRound, Layers, type LucideIcon, RefreshCw, ScrollText, Server, Settings, Users } from 'lucide-react'

/** A place in the console. */
export interface NavItem {
  href: string
  label: string
  icon: LucideIcon
  /** The letter after `g` that leads there. */
  key?: string
}

/** The places of the console: daily work first, then the keeping of it. */
export const navigation: readonly (readonly NavItem[])[] = [
  [
    { href: '/', label: 'Overview', icon: House, key: 'o' },
    { href: '/services', label: 'MCP Service Management', icon: Server, key: 'm' },
    { href: '/platforms', label: 'Intelligent Platform Management', icon: Layers, key: 'p' },
    { href: '/syncs', label: 'Synchronizations', icon: RefreshCw, key: 'y' },
    { href: '/tokens', label: 'Tokens', icon: KeyRound, key: 't' },
  ],
  [
    { href: '/users', label: 'Users', icon: Users },
    { href: '/audit', label: 'Audit', icon: ScrollText },
    { href: '/settings', label: 'Settings', icon: Settings },
  ],
]

/** Whether a path lies at or below a place. */
export function isCurrent(href: string, path: string): boolean {
  return href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)
}
