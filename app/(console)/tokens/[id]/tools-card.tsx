'use client'

import { useState } from 'react'
import { Status } from '#components/status/status.tsx'
import { Card, CardBody, CardHeader } from '#components/ui/card.tsx'
import { SearchBox } from '#components/ui/search-box.tsx'
import type { TokenDetail } from '#lib/tokens/index.ts'
import { countOf } from '../words.ts'

/** From this many tools on there is a search. */
const SEARCH_FROM = 8

/** The tools that a token lets through, under the names that its holder sees. */
export function ToolsCard({ token: { tools, missingTools, options } }: { token: TokenDetail }) {
  const [search, setSearch] = useState('')
  const text = search.trim().toLowerCase()
  const allowed = options.allowedTools === null ? null : new Set(options.allowedTools)
  const open = tools.filter(({ name }) => allowed === null || allowed.has(name))
  const found = open.filter(({ name, title, description }) =>
    `${name} ${title ?? ''} ${description ?? ''}`.toLowerCase().includes(text),
  )
  const title =
    allowed === null
      ? tools.length === 0
        ? 'All tools'
        : `All ${countOf(tools.length, 'tool')}`
      : `${open.length} of ${countOf(tools.length, 'tool')}`
  return (
    <Card>
      <CardHeader
        title={title}
        detail={allowed === null ? 'also those that the service gets later' : 'the rest is neither listed nor called'}
        aside={
          open.length >= SEARCH_FROM && (
            <SearchBox label="Search tools" value={search} onChange={setSearch} className="w-56 max-md:w-64" />
          )
        }
      />
      <ul aria-label="Tools">
        {found.map(({ name, description }) => (
          <li key={name} className="border-b px-4 py-2 last:border-b-0">
            <span className="break-all font-mono text-xs">
              {options.toolPrefix !== null && <span className="text-subtle">{options.toolPrefix}</span>}
              {name}
            </span>
            {description && <p className="truncate text-muted-foreground">{description}</p>}
          </li>
        ))}
        {missingTools.map((name) => (
          <li key={name} className="flex flex-wrap items-center gap-x-3 border-b px-4 py-2 last:border-b-0">
            <span className="break-all font-mono text-xs">{name}</span>
            <Status state="missing">the service does not list it any more</Status>
          </li>
        ))}
      </ul>
      {tools.length === 0 && missingTools.length === 0 && (
        <CardBody className="text-muted-foreground">No check has listed a tool of this service yet.</CardBody>
      )}
      {found.length === 0 && open.length > 0 && (
        <CardBody className="text-muted-foreground">No tool matches «{search}».</CardBody>
      )}
    </Card>
  )
}
