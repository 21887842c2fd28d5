'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { KeysHelp } from '#components/keys/keys-help.tsx'
import { KeysProvider } from '#components/keys/keys-provider.tsx'
import { useKeys } from '#components/keys/use-keys.ts'
import { CommandPalette } from '#components/shell/command-palette.tsx'
import { FerryMark } from '#components/shell/ferry-mark.tsx'
import { NavList } from '#components/shell/nav-list.tsx'
import { type NavItem, navigation } from '#components/shell/navigation.ts'
import { PhoneBar } from '#components/shell/phone-bar.tsx'
import { SearchButton } from '#components/shell/search-button.tsx'
import { ThemeSwitch } from '#components/shell/theme-switch.tsx'
import type { PaletteResult } from '#components/shell/use-palette-search.ts'
import { type ShellUser, UserMenu } from '#components/shell/user-menu.tsx'
import { PortalContainer } from '#components/ui/portal-container.ts'

interface ConsoleShellProps {
  user: ShellUser
  /** False: single letters are switched off in Settings. */
  keysEnabled?: boolean
  /** Places this user may not go to, by href: `/users`. */
  hidden?: readonly string[]
  /** Ends the session and leads to the sign-in; a server action. */
  signOut: () => Promise<void> | void
  /** What the palette finds besides the places; a server action. */
  search?: (query: string) => Promise<readonly PaletteResult[]>
  children: ReactNode
}

/** The console around a page: navigation at the left (behind a menu on narrow screens), palette, keys, and the page itself. */
export function ConsoleShell({ keysEnabled = true, ...rest }: ConsoleShellProps) {
  return (
    <KeysProvider enabled={keysEnabled}>
      <Frame {...rest} />
    </KeysProvider>
  )
}

function Frame({ user, hidden = [], signOut, search, children }: Omit<ConsoleShellProps, 'keysEnabled'>) {
  const router = useRouter()
  const [searching, setSearching] = useState(false)
  const [keysShown, setKeysShown] = useState(false)
  const [page, setPage] = useState<HTMLElement | null>(null)
  const [aside, setAside] = useState<HTMLElement | null>(null)
  const groups = navigation
    .map((group) => group.filter((item) => !hidden.includes(item.href)))
    .filter((group) => group.length > 0)
  const places: NavItem[] = groups.flat()

  useKeys([
    { keys: 'mod+k', label: 'search or jump', group: 'Everywhere', always: true, run: () => setSearching(true) },
    ...places.flatMap(({ key, href, label }) =>
      key ? [{ keys: `g ${key}`, label, group: 'Go to', run: () => router.push(href) }] : [],
    ),
  ])

  const foot = (
    <div className="flex items-center gap-1 border-t px-3 py-2.5">
      <UserMenu user={user} onSignOut={signOut} onShowKeys={() => setKeysShown(true)} />
      <ThemeSwitch />
    </div>
  )
  return (
    <div className="flex min-h-dvh max-lg:flex-col md:h-dvh">
      <a
        href="#page"
        className="sr-only z-50 rounded-md bg-card px-3 py-2 text-link focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the page
      </a>
      <aside
        ref={setAside}
        aria-label="Navigation"
        className="flex w-68 shrink-0 flex-col border-r bg-sidebar max-lg:hidden"
      >
        <div className="flex h-14 shrink-0 items-center gap-2.5 px-4 font-semibold text-base">
          <FerryMark />
          MCP Ferry
        </div>
        <SearchButton onClick={() => setSearching(true)} />
        <div className="mt-3 min-h-0 flex-1 overflow-y-auto">
          <NavList groups={groups} />
        </div>
        <PortalContainer value={aside}>{foot}</PortalContainer>
      </aside>
      <PhoneBar groups={groups} foot={foot} onSearch={() => setSearching(true)} />
      <main
        ref={setPage}
        id="page"
        tabIndex={-1}
        className="flex min-w-0 flex-1 flex-col focus:outline-none md:min-h-0 md:overflow-y-auto"
      >
        <PortalContainer value={page}>{children}</PortalContainer>
      </main>
      <CommandPalette open={searching} onOpenChange={setSearching} places={places} search={search} />
      <KeysHelp open={keysShown} onOpenChange={setKeysShown} />
    </div>
  )
}
