import { DataTableSkeleton } from '#components/data-table/data-table-skeleton.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'

/** The tokens page before its rows are there. */
export default function Loading() {
  return (
    <>
      <PageHeader
        title="Tokens"
        detail={<Skeleton className="my-1.5 h-2 w-64" />}
        toolbar={<Skeleton className="h-8 w-80" />}
      />
      <DataTableSkeleton
        label="Tokens"
        columns={['Token', 'For', 'State', 'Last used', 'Calls', 'Expires', 'Made by', '']}
        selectable
      />
    </>
  )
}
