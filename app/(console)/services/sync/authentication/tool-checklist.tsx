'use client'

import { useId, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { SearchBox } from '#components/ui/search-box.tsx'
import type { TokenTool } from '#lib/tokens/index.ts'
import { counted } from '../words.ts'

interface ToolChecklistProps {
  tools: readonly TokenTool[]
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
}

const ROWS = 200

/** Tools to tick, with a search over names and descriptions; what is chosen and not there any more stays in view, to be taken out. */
export function ToolChecklist({ tools, chosen, onChange }: ToolChecklistProps) {
  const [search, setSearch] = useState('')
  const [most, setMost] = useState(ROWS)
  const id = useId()
  const names = new Set(tools.map(({ name }) => name))
  const gone = chosen.filter((name) => !names.has(name)).map((name) => ({ name, title: null, description: null }))
  const text = search.trim().toLowerCase()
  const found = [...tools, ...gone].filter(({ name, title, description }) =>
    [name, title ?? '', description ?? ''].some((part) => part.toLowerCase().includes(text)),
  )
  const ticked = new Set(chosen)
  const set = (which: readonly string[], on: boolean) => {
    const next = new Set(chosen)
    for (const name of which) on ? next.add(name) : next.delete(name)
    onChange([...tools, ...gone].flatMap(({ name }) => (next.has(name) ? [name] : [])))
  }
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <SearchBox label="Search tools" value={search} onChange={setSearch} inDialog className="w-64" />
        <span className="flex-1 text-muted-foreground" aria-live="polite">
          {chosen.length} of {counted(tools.length, 'tool')} chosen
        </span>
        <Button
          variant="link"
          onClick={() =>
            set(
              found.map(({ name }) => name),
              true,
            )
          }
        >
          {text === '' ? 'All' : `All ${found.length} found`}
        </Button>
        <Button
          variant="link"
          onClick={() =>
            set(
              found.map(({ name }) => name),
              false,
            )
          }
        >
          None
        </Button>
      </div>
      <ul className="max-h-72 overflow-y-auto rounded-md border" aria-label="Tools">
        {found.slice(0, most).map(({ name, title, description }, index) => (
          <li key={name} className="flex items-start gap-2.5 border-b px-3 py-2 last:border-b-0 max-md:min-h-10">
            <Checkbox
              id={`${id}-${index}`}
              checked={ticked.has(name)}
              onCheckedChange={(on) => set([name], on === true)}
              className="mt-0.5"
            />
            <label htmlFor={`${id}-${index}`} className="min-w-0 flex-1">
              <span className="break-all font-mono text-xs">{name}</span>
              {names.has(name) ? (
                <span className="block truncate text-muted-foreground text-xs">{title ?? description ?? ''}</span>
              ) : (
                <span className="block text-warn text-xs">Not there any more.</span>
              )}
            </label>
          </li>
        ))}
        {found.length === 0 && <li className="px-3 py-2 text-muted-foreground">No tool matches «{search.trim()}».</li>}
      </ul>
      {found.length > most && (
        <Button variant="ghost" className="self-start" onClick={() => setMost(most + ROWS)}>
          Show more: {most} of {counted(found.length, 'tool')}
        </Button>
      )}
    </div>
  )
}
