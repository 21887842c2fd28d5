'use client'

import { useQueryStates } from 'nuqs'
import { useTransition } from 'react'
import { DataTable } from '#components/data-table/data-table.tsx'
import { FilterChips } from '#components/status/filter-chips.tsx'
import { SearchBox } from '#components/ui/search-box.tsx'
import type { RegistryList, RegistryRow } from '#lib/registry/index.ts'
import { PhoneServerRow } from './phone-server-row.tsx'
import { ReadingFault, ReadingLine } from './reading-line.tsx'
import { registryColumns } from './registry-columns.tsx'
import { NothingKnown, NothingMatches, SwitchedOff } from './registry-empty.tsx'
import { type RegistryParams, registryHref, registryParams } from './search-params.ts'
import { useReading } from './use-reading.ts'
import { shownName } from './words.ts'

interface RegistryViewProps {
  list: RegistryList
  params: RegistryParams
  mayWrite: boolean
}

/** The servers that a registry lists, from what was read of it, with the age of that. */
export function RegistryView({ list, params, mayWrite }: RegistryViewProps) {
  const [moving, startTransition] = useTransition()
  const [, setParams] = useQueryStates(registryParams, { shallow: false, startTransition, history: 'push' })
  const reading = useReading(list, mayWrite)
  const { registry, state, known, counts } = list
  if (registry === null || state === null) return <SwitchedOff />
  const host = new URL(registry).host
  const serverHref = (name: string) => registryHref({ ...params, server: name })
  const line = <ReadingLine host={host} known={known} state={state} mayWrite={mayWrite} reading={reading} />
  if (known === 0)
    return (
      <div className="flex flex-col gap-4 px-6 pb-6 max-md:px-4">
        <NothingKnown host={host} state={state} mayWrite={mayWrite} reading={reading} />
      </div>
    )
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 px-6 pb-3 max-md:px-4">
        <SearchBox
          label="Search name or description"
          value={params.q}
          onChange={(q) => void setParams({ q, page: 1 })}
          className="max-md:w-full max-md:flex-none"
        />
        <FilterChips
          label="Which servers"
          value={params.show}
          chips={[
            {
              ...{ id: 'remotes', word: 'Reached by URL', count: counts.remotes },
              href: registryHref({ ...params, show: 'remotes', page: 1 }),
            },
            {
              ...{ id: 'all', word: 'With those to host', count: counts.all },
              href: registryHref({ ...params, show: 'all', page: 1 }),
            },
          ]}
        />
        <div className="ml-auto max-md:ml-0 max-md:w-full">{line}</div>
      </div>
      <ReadingFault state={state} className="mx-6 mb-3 max-md:mx-4" />
      <DataTable<RegistryRow>
        label="Servers in the registry"
        columns={registryColumns({ href: serverHref, mayWrite })}
        rows={list.rows}
        rowId={(row) => row.name}
        rowName={shownName}
        rowHref={(row) => serverHref(row.name)}
        sorting={{
          column: params.sort,
          direction: params.dir,
          href: (sort, dir) => registryHref({ ...params, sort: sort as RegistryParams['sort'], dir, page: 1 }),
        }}
        paging={{
          page: list.page,
          pageSize: list.pageSize,
          total: list.matching,
          href: (page) => registryHref({ ...params, page }),
        }}
        keyHints={[{ keys: 'Enter', label: 'look at it' }]}
        busy={moving}
        phoneRow={(row) => <PhoneServerRow server={row} href={serverHref(row.name)} />}
        empty={<NothingMatches params={params} list={list} host={host} mayWrite={mayWrite} />}
      />
    </>
  )
}
