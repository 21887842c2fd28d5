import { DataTableSkeleton } from '#components/data-table/data-table-skeleton.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'

/** The Users page while it is read. */
export default function LoadingUsers() {
  return (
    <>
      <PageHeader title="Users" />
      <DataTableSkeleton label="Users" columns={['Name', 'E-mail', 'Role', 'State', 'Signed in']} />
    </>
  )
}
