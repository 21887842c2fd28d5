import { DataTableSkeleton } from '#components/data-table/data-table-skeleton.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'

/** The Audit page while it is read. */
export default function LoadingAudit() {
  return (
    <>
      <PageHeader title="Audit" />
      <DataTableSkeleton label="Changes" columns={['Time', 'Actor', 'What', 'Target', 'Changes']} />
    </>
  )
}
