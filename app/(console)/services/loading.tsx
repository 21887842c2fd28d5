import { DataTableSkeleton } from '#components/data-table/data-table-skeleton.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'

/** The services page before its rows are there. */
export default function Loading() {
  return (
    <>
      <PageHeader
        title="MCP Service Management"
        detail={<Skeleton className="my-1.5 h-2 w-64" />}
        toolbar={<Skeleton className="h-8 w-80" />}
      />
      <DataTableSkeleton
        label="MCP services"
        columns={['Name', 'Status', 'Tools', 'Transport', 'In namespaces', 'Checked', '']}
        selectable
        tile
      />
    </>
  )
}
