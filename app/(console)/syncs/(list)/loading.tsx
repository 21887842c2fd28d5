import { DataTableSkeleton } from '#components/data-table/data-table-skeleton.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'

export default function Loading() {
  return (
    <>
      <PageHeader title="Synchronizations" toolbar={<div className="h-8" />} />
      <DataTableSkeleton
        label="synchronizations"
        columns={['Synchronization', 'Outcome', 'What', 'Platform', 'Confirmed', '']}
      />
    </>
  )
}
