'use client'

import { DataTable } from '#components/data-table/data-table.tsx'
import { PhoneRow } from '#components/data-table/phone-row.tsx'
import { RowLink } from '#components/data-table/row-link.tsx'
import type { Column } from '#components/data-table/types.ts'
import { TextLink } from '#components/ui/text-link.tsx'
import type { NamespaceList, NamespaceRow, PlatformSummary } from '#lib/platforms/index.ts'
import { Counted, NamespaceState, OursThere, ProviderFigure } from './namespace-cells.tsx'
import { platformHref } from './search-params.ts'

interface NamespacesAmissProps {
  amiss: NamespaceList
  platforms: readonly Pick<PlatformSummary, 'id' | 'status' | 'namespaceCount' | 'vanishedCount' | 'bindings'>[]
}

const href = (row: NamespaceRow) => platformHref(row.platformId, { show: 'amiss', q: row.name })

/** The namespaces that need a look: something of ours is not in sync there, or cannot be reached there any more. */
export function NamespacesAmiss({ amiss, platforms }: NamespacesAmissProps) {
  const { rows, matching } = amiss
  const [only] = platforms
  const columns: Column<NamespaceRow>[] = [
    { id: 'name', header: 'Namespace', cell: (row) => <RowLink href={href(row)}>{row.name}</RowLink> },
    {
      id: 'platform',
      header: 'Platform',
      cell: (row) => <span className="text-muted-foreground">{row.platformName}</span>,
    },
    { id: 'providers', header: 'MCP providers', align: 'right', cell: (row) => <ProviderFigure namespace={row} /> },
    {
      id: 'state',
      header: 'State',
      className: 'whitespace-normal',
      cell: (row) => (
        <span className="flex flex-wrap gap-x-5 gap-y-1">
          <NamespaceState namespace={row} quiet />
          <OursThere namespace={row} onlyAmiss />
        </span>
      ),
    },
    { id: 'counted', header: 'Counted', cell: (row) => <Counted namespace={row} /> },
  ]
  return (
    <section aria-labelledby="amiss-heading" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="amiss-heading" className="font-semibold text-base">
          Namespaces that need a look
        </h2>
        {platforms.length === 1 && only !== undefined && only.namespaceCount + only.vanishedCount > 0 && (
          <TextLink href={platformHref(only.id)}>
            {only.namespaceCount + only.vanishedCount === 1
              ? 'Its namespace'
              : `All ${only.namespaceCount + only.vanishedCount} namespaces`}
          </TextLink>
        )}
      </div>
      {matching === 0 ? (
        <p className="text-muted-foreground">{noneWords(platforms)}</p>
      ) : (
        <DataTable<NamespaceRow>
          label="Namespaces that need a look"
          framed
          columns={columns}
          rows={rows}
          rowId={(row) => row.id}
          rowName={(row) => row.name}
          rowHref={href}
          phoneRow={(row) => (
            <PhoneRow
              title={<span dir="auto">{row.name}</span>}
              href={href(row)}
              titleAside={row.platformName}
              meta={
                <>
                  <NamespaceState namespace={row} quiet short />
                  <OursThere namespace={row} onlyAmiss />
                </>
              }
              metaAside={<Counted namespace={row} />}
            />
          )}
          empty={null}
        />
      )}
      {matching > rows.length && (
        <p className="text-muted-foreground">
          {matching - rows.length} more need a look; the page of each platform lists its own.
        </p>
      )}
    </section>
  )
}

function noneWords(platforms: NamespacesAmissProps['platforms']): string {
  if (platforms.every(({ bindings }) => bindings.all === 0)) return 'None: no service of ours is in a namespace yet.'
  const unseen = platforms.some(({ status, bindings }) => status !== 'reachable' && bindings.all > 0)
  return unseen ? 'None, as they were seen last.' : 'None: what is carried there is in sync.'
}
