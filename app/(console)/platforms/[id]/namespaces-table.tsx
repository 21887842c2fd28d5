'use client'

import { SearchX } from 'lucide-react'
import { useQueryStates } from 'nuqs'
import { useTransition } from 'react'
import { DataTable } from '#components/data-table/data-table.tsx'
import { PhoneRow } from '#components/data-table/phone-row.tsx'
import { FilterChips } from '#components/status/filter-chips.tsx'
import { Status } from '#components/status/status.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { SearchBox } from '#components/ui/search-box.tsx'
import type { NamespaceList, NamespaceRow, PlatformDetail } from '#lib/platforms/index.ts'
import { Counted, NamespaceState, OursThere, ProviderFigure } from '../namespace-cells.tsx'
import { type NamespacesParams, namespacesParams, platformHref } from '../search-params.ts'
import { namespaceChips } from './namespace-chips.ts'
import { namespaceColumns } from './namespace-columns.tsx'

interface NamespacesTableProps {
  platform: PlatformDetail
  list: NamespaceList
  amissCount: number
  params: NamespacesParams
  /** New rows are being fetched from the platform; the old ones stay. */
  refreshing: boolean
}

/** All namespaces of a platform: found, filtered, with what is in them and how old that is. */
export function NamespacesTable({ platform, list, amissCount, params, refreshing }: NamespacesTableProps) {
  const [moving, startTransition] = useTransition()
  const [, setParams] = useQueryStates(namespacesParams, { shallow: false, startTransition, history: 'push' })
  const { id } = platform
  const href = (patch: Partial<NamespacesParams>) => platformHref(id, { ...params, edit: null, focus: null, ...patch })
  const all = platform.namespaceCount + platform.vanishedCount
  return (
    <section aria-labelledby="namespaces-heading" className="flex min-w-0 flex-col gap-3">
      <h2 id="namespaces-heading" className="sr-only">
        Namespaces
      </h2>
      {all > 0 && (
        <div className="flex flex-wrap items-center gap-2">
          <SearchBox label="Search namespaces" value={params.q} onChange={(q) => void setParams({ q, page: 1 })} />
          <FilterChips
            label="Filter namespaces"
            value={params.show}
            chips={namespaceChips(platform, amissCount, params.show).map((chip) => ({
              ...chip,
              href: href({ show: chip.id, page: 1 }),
            }))}
          />
        </div>
      )}
      <p aria-live="polite" className="empty:hidden">
        {refreshing && <Status state="asking">Listing the namespaces and counting what is in them</Status>}
      </p>
      <DataTable<NamespaceRow>
        label="Namespaces"
        framed
        columns={namespaceColumns}
        rows={list.rows}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        sorting={{
          column: params.sort,
          direction: params.dir,
          href: (sort, dir) => href({ sort: sort as NamespacesParams['sort'], dir, page: 1 }),
        }}
        {...(list.matching > 0 && {
          paging: {
            page: list.page,
            pageSize: list.pageSize,
            total: list.matching,
            href: (page) => href({ page }),
          },
        })}
        busy={moving || refreshing}
        phoneRow={(row) => (
          <PhoneRow
            title={<span dir="auto">{row.name}</span>}
            titleAside={<Counted namespace={row} />}
            meta={
              <>
                <NamespaceState namespace={row} short />
                {row.vanishedAt === null && row.unavailableReason !== null && (
                  <span className="truncate">{row.unavailableReason}</span>
                )}
                {row.providerCount !== null && (
                  <span>
                    <ProviderFigure namespace={row} /> {row.providerCount === 1 ? 'provider' : 'providers'}
                  </span>
                )}
              </>
            }
            metaAside={row.boundServices > 0 && <OursThere namespace={row} />}
          />
        )}
        empty={
          all === 0 ? (
            <p className="text-muted-foreground">
              {platform.status === 'reachable'
                ? 'Dify shows this connection no namespace. Let an admin of Dify invite the account to one.'
                : 'Not listed yet: the platform has not been reached.'}
            </p>
          ) : (
            <EmptyState
              icon={<SearchX />}
              title={params.q === '' ? 'No namespace matches the filter' : `No namespace matches «${params.q}»`}
              actions={<LinkButton href={platformHref(id)}>Show all {all}</LinkButton>}
            >
              The search looks into the names of this platform’s namespaces.
            </EmptyState>
          )
        }
      />
    </section>
  )
}
