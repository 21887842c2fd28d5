'use client'

import { UserPlus, Users } from 'lucide-react'
import { useQueryStates } from 'nuqs'
import { useState, useTransition } from 'react'
import { DataTable } from '#components/data-table/data-table.tsx'
import { PhoneRow } from '#components/data-table/phone-row.tsx'
import type { Column } from '#components/data-table/types.ts'
import { Status } from '#components/status/status.tsx'
import { RelativeTime } from '#components/time/relative-time.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { SearchBox } from '#components/ui/search-box.tsx'
import { FilterSelect } from '#components/ui/select.tsx'
import { Tag } from '#components/ui/tag.tsx'
import type { UserRow } from '#lib/identity/index.ts'
import { AddUserDialog } from './add-user-dialog.tsx'
import { USERS_PAGE_SIZE, usersHref, usersQuery } from './query.ts'
import { UserMenu } from './user-menu.tsx'

type Query = Parameters<typeof usersHref>[1]

interface UsersTableProps {
  rows: UserRow[]
  matching: number
  total: number
  query: NonNullable<Query>
  /** The reader's own row. */
  ownId: string
}

const option = (value: string) => ({ value, label: value })

/** The users as a table, with what can be done to each. */
export function UsersTable({ rows, matching, total, query, ownId }: UsersTableProps) {
  const [busy, startTransition] = useTransition()
  const [filters, setFilters] = useQueryStates(usersQuery, { shallow: false, startTransition })
  const [adding, setAdding] = useState(false)
  const href = (patch: Query) => usersHref('/users', { ...query, ...patch })

  const columns: Column<UserRow>[] = [
    {
      id: 'name',
      header: 'Name',
      sortable: true,
      cell: (user) => <Name user={user} own={user.id === ownId} />,
    },
    { id: 'email', header: 'E-mail', sortable: true, cell: (user) => user.email },
    { id: 'role', header: 'Role', sortable: true, cell: (user) => user.role },
    { id: 'state', header: 'State', cell: (user) => <UserState user={user} /> },
    {
      id: 'lastSignInAt',
      header: 'Signed in',
      sortable: true,
      sortFirst: 'desc',
      cell: (user) => <SignedIn user={user} />,
    },
    {
      id: 'menu',
      header: 'What can be done',
      hideHeader: true,
      className: 'w-12',
      align: 'right',
      cell: (user) => <UserMenu user={user} />,
    },
  ]
  return (
    <>
      <PageHeader
        title="Users"
        detail={total === 1 ? '1 user' : `${total} users`}
        actions={
          <Button variant="primary" icon={<UserPlus />} onClick={() => setAdding(true)}>
            Add user
          </Button>
        }
        toolbar={
          <>
            <SearchBox
              label="Search name or e-mail"
              value={filters.q}
              onChange={(q) => setFilters({ q: q || null, page: null })}
            />
            <FilterSelect
              label="Role"
              options={['admin', 'operator', 'viewer'].map(option)}
              value={filters.role}
              onChange={(role) => setFilters({ role: role as typeof filters.role, page: null })}
            />
            <FilterSelect
              label="State"
              options={['enabled', 'invited', 'disabled'].map(option)}
              value={filters.state}
              onChange={(state) => setFilters({ state: state as typeof filters.state, page: null })}
            />
          </>
        }
      />
      <DataTable
        label="Users"
        columns={columns}
        rows={rows}
        rowId={(user) => user.id}
        rowName={(user) => user.name}
        busy={busy}
        sorting={{
          column: query.sort ?? 'name',
          direction: query.desc ? 'desc' : 'asc',
          href: (column, direction) =>
            href({ sort: column as NonNullable<Query>['sort'], desc: direction === 'desc', page: null }),
        }}
        paging={{ page: query.page ?? 1, pageSize: USERS_PAGE_SIZE, total: matching, href: (page) => href({ page }) }}
        phoneRow={(user) => (
          <>
            <PhoneRow
              title={<Name user={user} own={user.id === ownId} />}
              titleAside={<SignedIn user={user} />}
              meta={user.email}
              metaAside={
                <>
                  {user.role}
                  {user.state !== 'enabled' && <UserState user={user} />}
                </>
              }
            />
            <UserMenu user={user} />
          </>
        )}
        empty={
          <EmptyState
            icon={<Users />}
            title="No user matches"
            actions={<LinkButton href="/users">Show all {total}</LinkButton>}
          >
            The search looks at names and e-mail addresses.
          </EmptyState>
        }
      />
      <AddUserDialog open={adding} onOpenChange={setAdding} />
    </>
  )
}

function Name({ user, own }: { user: UserRow; own: boolean }) {
  return (
    <span className="inline-flex items-center gap-2 font-medium">
      {user.name}
      {own && <Tag>you</Tag>}
    </span>
  )
}

function UserState({ user }: { user: UserRow }) {
  if (user.state === 'enabled') return <Status state="valid">enabled</Status>
  if (user.state === 'disabled') return <Status state="cancelled">disabled</Status>
  return (
    <span className="inline-flex items-center gap-2">
      <Status state="waiting">invited</Status>
      <span className="text-muted-foreground max-md:hidden">
        {user.linkUntil === null ? (
          'The link has expired'
        ) : (
          <>
            The link ends <RelativeTime at={user.linkUntil} />
          </>
        )}
      </span>
    </span>
  )
}

function SignedIn({ user }: { user: UserRow }) {
  if (user.lastSignInAt === null) return <span className="text-muted-foreground">never</span>
  return <RelativeTime at={user.lastSignInAt} className="text-muted-foreground" />
}
