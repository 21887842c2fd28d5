'use client'

import { useState } from 'react'
import { Card, CardBody, CardHeader } from '#components/ui/card.tsx'
import { SearchBox } from '#components/ui/search-box.tsx'
import type { ServiceDetail } from '#lib/services/index.ts'
import { ToolRow } from './tool-row.tsx'

/** From this many tools on there is a search. */
const SEARCH_FROM = 8

/** The tools that the last good check listed, each with its arguments. */
export function ToolsCard({ tools, status }: Pick<ServiceDetail, 'tools' | 'status'>) {
  const [search, setSearch] = useState('')
  const text = search.trim().toLowerCase()
  const found = tools.filter(({ name, title = '', description = '' }) =>
    `${name} ${title} ${description}`.toLowerCase().includes(text),
  )
  if (tools.length === 0)
    return (
      <Card>
        <CardHeader title="Tools" />
        <CardBody className="text-muted-foreground">
          {status === 'unchecked' ? 'They are listed by the first check.' : 'No check has listed any yet.'}
        </CardBody>
      </Card>
    )
  return (
    <Card>
      <CardHeader
        title={tools.length === 1 ? '1 tool' : `${tools.length} tools`}
        detail={status === 'normal' ? undefined : 'as the last good check listed them'}
        aside={
          tools.length >= SEARCH_FROM && (
            <SearchBox label="Search tools" value={search} onChange={setSearch} className="w-56 max-md:w-64" />
          )
        }
      />
      <ul aria-label="Tools">
        {found.map((tool) => (
          <ToolRow key={tool.name} tool={tool} open={tools.length === 1} />
        ))}
      </ul>
      {found.length === 0 && <CardBody className="text-muted-foreground">No tool matches «{search}».</CardBody>}
    </Card>
  )
}
