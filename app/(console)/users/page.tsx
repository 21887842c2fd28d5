import type { Metadata } from 'next'
import { requirePageContext } from '#app/server/context.ts'
import { roleMay } from '#lib/core/index.ts'
import { listUsers } from '#lib/identity/index.ts'
import { Forbidden } from '../forbidden.tsx'
import { loadUsersQuery, USERS_PAGE_SIZE } from './query.ts'
import { UsersTable } from './users-table.tsx'

export const metadata: Metadata = { title: 'Users' }

/** Who may sign in, and as what. */
export default async function UsersPage({ searchParams }: PageProps<'/users'>) {
  const ctx = await requirePageContext()
  if (ctx.actor.kind !== 'user' || !roleMay(ctx.actor.role, 'users.read')) return <Forbidden title="Users" />
  const query = await loadUsersQuery(searchParams)
  const { rows, matching, total } = await listUsers(ctx, {
    search: query.q.slice(0, 200),
    ...(query.role && { role: query.role }),
    ...(query.state && { state: query.state }),
    sort: query.sort,
    descending: query.desc,
    page: Math.min(Math.max(1, query.page), 1_000_000),
    pageSize: USERS_PAGE_SIZE,
  })
  return <UsersTable rows={rows} matching={matching} total={total} query={query} ownId={ctx.actor.id} />
}
