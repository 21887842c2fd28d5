import type { Metadata } from 'next'
import { requirePageContext } from '#app/server/context.ts'
import { auditChoices, listAudit } from '#lib/audit/index.ts'
import { roleMay } from '#lib/core/index.ts'
import { Forbidden } from '../forbidden.tsx'
import { AuditTable } from './audit-table.tsx'
import { AUDIT_PAGE_SIZE, filterOf, loadAuditQuery } from './query.ts'

export const metadata: Metadata = { title: 'Audit' }

/** Every change: who, when, what. */
export default async function AuditPage({ searchParams }: PageProps<'/audit'>) {
  const ctx = await requirePageContext()
  if (ctx.actor.kind !== 'user' || !roleMay(ctx.actor.role, 'audit.read')) return <Forbidden title="Audit" />
  const query = await loadAuditQuery(searchParams)
  const [{ rows, matching }, choices] = await Promise.all([
    listAudit(ctx, {
      ...filterOf(query),
      page: Math.min(Math.max(1, query.page), 1_000_000),
      pageSize: AUDIT_PAGE_SIZE,
    }),
    auditChoices(ctx),
  ])
  return <AuditTable rows={rows} matching={matching} choices={choices} query={query} />
}
