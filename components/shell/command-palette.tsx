'use client'

import { Command } from 'cmdk'
import { Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { Dialog as Primitive } from 'radix-ui'
import { useState } from 'react'
import type { NavItem } from '#components/shell/navigation.ts'
import { type PaletteResult, usePaletteSearch } from '#components/shell/use-palette-search.ts'
import { Kbd } from '#components/ui/kbd.tsx'
import { menuItem } from '#components/ui/menu-look.ts'

interface CommandPaletteProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  places: readonly NavItem[]
  /** Looks things up by what is typed; called 150 ms after the last letter. */
  search?: ((query: string) => Promise<readonly PaletteResult[]>) | undefined
}

/** Search or jump: the places of the console, and what `search` finds. */
export function CommandPalette({ open, onOpenChange, places, search }: CommandPaletteProps) {
  const router = useRouter()
  const [query, setQuery] = useState('')
  const { results, state } = usePaletteSearch(open ? query : '', search)
  const wanted = query.trim().toLowerCase()
  const fitting = places.filter((place) => place.label.toLowerCase().includes(wanted))
  const groups = Map.groupBy(results, (result) => result.group)

  const change = (next: boolean) => {
    if (!next) setQuery('')
    onOpenChange(next)
  }
  const go = (href: string) => {
    change(false)
    router.push(href)
  }
  return (
    <Primitive.Root open={open} onOpenChange={change}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-50 bg-scrim" />
        <Primitive.Content
          aria-describedby={undefined}
          className="fixed top-[max(16px,14dvh)] left-1/2 z-50 w-[min(576px,calc(100vw-32px))] -translate-x-1/2 animate-open overflow-hidden rounded-xl bg-popover shadow-dialog"
        >
          <Primitive.Title className="sr-only">Search or jump to</Primitive.Title>
          <Command shouldFilter={false} label="Search or jump to">
            <div className="flex items-center gap-2.5 border-b px-4">
              <Search aria-hidden="true" className="size-4 text-muted-foreground" />
              <Command.Input
                value={query}
                onValueChange={setQuery}
                placeholder="Search or jump to"
                className="h-12 min-w-0 flex-1 bg-transparent text-base outline-none max-md:text-lg"
              />
              <Kbd>Esc</Kbd>
            </div>
            <Command.List className="max-h-[min(400px,60dvh)] overflow-y-auto p-1">
              {fitting.length > 0 && (
                <Command.Group heading="Go to" className={groupLook}>
                  {fitting.map(({ href, label, icon: Icon, key }) => (
                    <Command.Item key={href} value={href} onSelect={() => go(href)} className={itemLook}>
                      <Icon aria-hidden="true" className="text-muted-foreground" />
                      <span className="flex-1">{label}</span>
                      {key && (
                        <span className="flex gap-1 max-md:hidden">
                          <Kbd>g</Kbd>
                          <Kbd>{key}</Kbd>
                        </span>
                      )}
                    </Command.Item>
                  ))}
                </Command.Group>
              )}
              {[...groups].map(([group, found]) => (
                <Command.Group key={group} heading={group} className={groupLook}>
                  {found.map((result) => (
                    <Command.Item
                      key={result.id}
                      value={result.id}
                      onSelect={() => go(result.href)}
                      className={itemLook}
                    >
                      <span className="truncate">{result.label}</span>
                      {result.detail && <span className="truncate font-mono text-subtle text-xs">{result.detail}</span>}
                    </Command.Item>
                  ))}
                </Command.Group>
              ))}
              {fitting.length + results.length === 0 && state === 'ready' && (
                <p className="px-3 py-2 text-muted-foreground">Nothing matches «{query.trim()}».</p>
              )}
            </Command.List>
            <p role="status" className="border-t px-4 py-2 text-muted-foreground text-xs empty:hidden">
              {state === 'searching'
                ? 'Searching'
                : state === 'failed'
                  ? 'The search did not answer. Type on to try again.'
                  : null}
            </p>
          </Command>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

const groupLook =
  '[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted-foreground'
const itemLook = `${menuItem} data-[disabled=false]:text-foreground data-[selected=true]:bg-accent`
