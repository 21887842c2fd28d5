'use client'

import { Menu, Search, X } from 'lucide-react'
import { Dialog as Primitive } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { FerryMark } from '#components/shell/ferry-mark.tsx'
import { NavList } from '#components/shell/nav-list.tsx'
import type { NavItem } from '#components/shell/navigation.ts'
import { Button } from '#components/ui/button.tsx'
import { PortalContainer } from '#components/ui/portal-container.ts'

interface PhoneBarProps {
  groups: readonly (readonly NavItem[])[]
  /** The user and the theme, at the bottom of the menu. */
  foot: ReactNode
  onSearch: () => void
}

/** The bar at the top of narrow screens, with the navigation in a sheet. */
export function PhoneBar({ groups, foot, onSearch }: PhoneBarProps) {
  const [open, setOpen] = useState(false)
  const [sheet, setSheet] = useState<HTMLElement | null>(null)
  return (
    <header className="sticky top-0 z-30 flex h-12 shrink-0 items-center gap-2.5 border-b bg-sidebar px-2 lg:hidden">
      <Primitive.Root open={open} onOpenChange={setOpen}>
        <Primitive.Trigger asChild>
          <Button variant="ghost" size="icon" className="size-10" aria-label="Menu" icon={<Menu />} />
        </Primitive.Trigger>
        <Primitive.Portal>
          <Primitive.Overlay className="fixed inset-0 z-40 bg-scrim" />
          <Primitive.Content
            ref={setSheet}
            aria-describedby={undefined}
            className="fixed inset-y-0 left-0 z-40 flex w-[min(304px,85vw)] animate-open flex-col bg-sidebar shadow-dialog"
          >
            <div className="flex h-12 shrink-0 items-center gap-2.5 pr-2 pl-4">
              <FerryMark />
              <Primitive.Title className="flex-1 font-semibold text-base">MCP Ferry</Primitive.Title>
              <Primitive.Close asChild>
                <Button variant="ghost" size="icon" className="size-10" aria-label="Close the menu" icon={<X />} />
              </Primitive.Close>
            </div>
            <div className="min-h-0 flex-1 overflow-y-auto pt-2">
              <NavList groups={groups} onNavigate={() => setOpen(false)} />
            </div>
            <PortalContainer value={sheet}>{foot}</PortalContainer>
          </Primitive.Content>
        </Primitive.Portal>
      </Primitive.Root>
      <FerryMark className="size-5" />
      <span className="flex-1 font-semibold text-base">MCP Ferry</span>
      <Button
        variant="ghost"
        size="icon"
        className="size-10"
        aria-label="Search or jump to"
        icon={<Search />}
        onClick={onSearch}
      />
    </header>
  )
}
