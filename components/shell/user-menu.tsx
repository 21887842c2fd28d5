'use client'

import { ChevronsUpDown, Keyboard, LogOut } from 'lucide-react'
import { useTransition } from 'react'
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from '#components/ui/dropdown-menu.tsx'

/** Who is signed in. */
export interface ShellUser {
  name: string
  email: string
  /** «admin», «operator», «viewer». */
  role: string
}

interface UserMenuProps {
  user: ShellUser
  onSignOut: () => Promise<void> | void
  onShowKeys: () => void
}

/** Who is signed in, and the ways to the keys and out. */
export function UserMenu({ user, onSignOut, onShowKeys }: UserMenuProps) {
  const [leaving, leave] = useTransition()
  return (
    <Menu>
      <MenuTrigger className="flex h-9 min-w-0 flex-1 items-center gap-2 rounded-md px-1.5 transition-colors hover:bg-accent max-lg:h-10">
        <span
          aria-hidden="true"
          className="grid size-6 shrink-0 place-items-center rounded-full border border-border-strong bg-accent font-medium text-2xs text-muted-foreground"
        >
          {[...user.name][0]?.toUpperCase()}
        </span>
        <span className="min-w-0 flex-1 truncate text-left">{user.name}</span>
        <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-muted-foreground" />
      </MenuTrigger>
      <MenuContent align="start" className="w-60">
        <MenuLabel>
          <span className="block truncate text-foreground text-sm">{user.email}</span>
          {user.role}
        </MenuLabel>
        <MenuSeparator />
        <MenuItem icon={<Keyboard />} keys="?" onSelect={onShowKeys}>
          Keys
        </MenuItem>
        <MenuItem icon={<LogOut />} disabled={leaving} onSelect={() => leave(async () => onSignOut())}>
          {leaving ? 'Signing out' : 'Sign out'}
        </MenuItem>
      </MenuContent>
    </Menu>
  )
}
