'use client'

import Link from 'next/link'
import type { Column } from '#components/data-table/types.ts'
import { Status } from '#components/status/status.tsx'
import { RelativeTime } from '#components/time/relative-time.tsx'
import { LinkButton } from '#components/ui/button.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import type { RegistryRow } from '#lib/registry/index.ts'
import { shownName, wayWords } from './words.ts'

interface Ways {
  /** Where a server's dialog is. */
  href: (name: string) => string
  mayWrite: boolean
}

/** The columns of the registry's table. */
export function registryColumns({ href, mayWrite }: Ways): Column<RegistryRow>[] {
  return [
    {
      ...{ id: 'name', header: 'Name', sortable: true, className: 'max-w-80' },
      cell: (row) => (
        <span className="flex min-w-0 items-center gap-2.5">
          <Link
            href={href(row.name)}
            scroll={false}
            prefetch={false}
            dir="auto"
            className="max-w-48 shrink-0 truncate rounded-sm font-medium hover:underline"
          >
            {shownName(row)}
          </Link>
          <span className="min-w-0 truncate font-mono text-subtle text-xs" title={row.name}>
            {row.name}
          </span>
        </span>
      ),
    },
    {
      ...{ id: 'description', header: 'What it does', className: 'max-w-72 w-2/5' },
      cell: (row) => (
        <span className="block truncate text-muted-foreground" title={row.description} dir="auto">
          {row.description}
        </span>
      ),
    },
    { id: 'way', header: 'How', className: 'max-w-44', cell: (row) => <Way server={row} /> },
    {
      ...{ id: 'version', header: 'Version', className: 'max-w-28' },
      cell: (row) => (
        <span className="block truncate font-mono text-muted-foreground text-xs" title={row.version}>
          {row.version}
        </span>
      ),
    },
    {
      ...{ id: 'updated', header: 'Changed', sortable: true, sortFirst: 'desc' as const },
      cell: (row) => (
        <span className="whitespace-nowrap text-muted-foreground">
          {row.updatedAt === null ? 'not said' : <RelativeTime at={row.updatedAt} />}
        </span>
      ),
    },
    {
      ...{ id: 'take', header: 'Take', hideHeader: true, align: 'right', className: 'w-28' },
      cell: (row) => <TakeCell server={row} href={href(row.name)} mayWrite={mayWrite} />,
    },
  ]
}

/** How it can be had; that it is deprecated matters more. */
export function Way({ server }: { server: RegistryRow }) {
  if (server.status === 'deprecated') return <Status state="drifted">deprecated</Status>
  return <span className="block truncate text-muted-foreground">{wayWords(server)}</span>
}

function TakeCell({ server, href, mayWrite }: { server: RegistryRow; href: string; mayWrite: boolean }) {
  if (server.taken > 0)
    return (
      <TextLink href={server.taken === 1 ? `/services/${server.serviceId}` : href} className="whitespace-nowrap">
        {server.taken === 1 ? 'taken' : `taken ${server.taken} times`}
      </TextLink>
    )
  if (!server.hasRemote || !mayWrite) return null
  return (
    <LinkButton size="sm" href={href} scroll={false} prefetch={false} aria-label={`Take ${shownName(server)}`}>
      Take
    </LinkButton>
  )
}
