import { DataTableSkeleton } from '#components/data-table/data-table-skeleton.tsx'
import { Card, CardBody } from '#components/ui/card.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'

/** The page of one platform before it is there. */
export default function Loading() {
  return (
    <>
      <PageHeader
        parent={{ label: 'Intelligent Platform Management', href: '/platforms' }}
        icon={<Skeleton className="size-10 rounded-md" />}
        title={<Skeleton className="my-2 h-3 w-40" />}
        detail={<Skeleton className="my-1.5 h-2 w-64" />}
      />
      <div className="grid grid-cols-[minmax(0,1fr)_20.5rem] items-start gap-5 px-6 max-lg:grid-cols-1 max-md:px-4">
        <div className="flex flex-col gap-3">
          <Skeleton className="h-8 w-80" />
          <DataTableSkeleton
            label="Namespaces"
            columns={['Namespace', 'State', 'MCP providers', 'Ours there', 'Counted']}
            framed
          />
        </div>
        <Card>
          <CardBody className="flex h-54 flex-col gap-5">
            <Skeleton className="w-48" />
            <Skeleton className="w-32" />
            <Skeleton className="w-40" />
            <Skeleton className="w-36" />
          </CardBody>
        </Card>
      </div>
    </>
  )
}
