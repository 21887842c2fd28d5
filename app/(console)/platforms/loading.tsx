import { Card, CardBody } from '#components/ui/card.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'

/** The platforms page before its cards are there. */
export default function Loading() {
  return (
    <>
      <PageHeader title="Intelligent Platform Management" detail={<Skeleton className="my-1.5 h-2 w-64" />} />
      <div role="status" className="grid grid-cols-2 gap-5 px-6 max-xl:grid-cols-1 max-md:px-4">
        <span className="sr-only">Loading the platforms</span>
        {[1, 2].map((card) => (
          <Card key={card}>
            <div className="flex h-18 items-center gap-3 border-b px-5">
              <Skeleton className="size-9 rounded-md" />
              <Skeleton className="w-40" />
            </div>
            <CardBody className="flex h-64 flex-col gap-5 px-5">
              <Skeleton className="w-48" />
              <Skeleton className="w-64" />
              <Skeleton className="w-56" />
              <Skeleton className="w-40" />
            </CardBody>
          </Card>
        ))}
      </div>
    </>
  )
}
