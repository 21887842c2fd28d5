'use client'

import { Search } from 'lucide-react'
import { Kbd } from '#components/ui/kbd.tsx'

/** Looks like a search field and opens the palette. */
export function SearchButton({ onClick }: { onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="mx-3 flex h-8 items-center gap-2 rounded-md border border-border-strong bg-card px-2 text-muted-foreground transition-colors hover:bg-accent max-lg:h-10"
    >
      <Search aria-hidden="true" className="size-4" />
      <span className="flex-1 text-left">Search or jump to</span>
      <span aria-hidden="true" className="flex gap-1">
        <Kbd>Ctrl</Kbd>
        <Kbd>K</Kbd>
      </span>
    </button>
  )
}
