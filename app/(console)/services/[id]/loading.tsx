import { Card, CardBody } from '#components/ui/card.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'

/** The page of one service before it is there. */
export default function Loading() {
  return (
    <>
      <PageHeader
        parent={{ label: 'MCP Service Management', href: '/services' }}
        icon={<Skeleton className="size-10 rounded-md" />}
        title={<Skeleton className="my-2 h-3 w-40" />}
        detail={<Skeleton className="my-1.5 h-2 w-64" />}
      />
      <div
        role="status"
        className="grid grid-cols-[minmax(0,1fr)_20.5rem] items-start gap-5 px-6 max-lg:grid-cols-1 max-md:px-4"
      >
        <span className="sr-only">Loading the service</span>
        <Card>
          <CardBody className="flex h-54 flex-col gap-4">
            <Skeleton className="w-40" />
            <Skeleton className="h-24 w-full" />
          </CardBody>
        </Card>
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
