import { DataTableSkeleton } from '#components/data-table/data-table-skeleton.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'

/** The registry's page before its rows are there. */
export default function Loading() {
  return (
    <>
      <div className="flex px-6 pb-3 max-md:px-4">
        <Skeleton className="h-8 w-80" />
      </div>
      <DataTableSkeleton
        label="Servers in the registry"
        columns={['Name', 'What it does', 'How', 'Version', 'Changed', '']}
      />
    </>
  )
}
