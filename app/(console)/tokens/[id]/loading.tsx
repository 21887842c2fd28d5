import { Card, CardBody } from '#components/ui/card.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'

/** The page of a token before it is read. */
export default function Loading() {
  return (
    <>
      <PageHeader
        parent={{ label: 'Tokens', href: '/tokens' }}
        icon={<Skeleton className="size-10 rounded-md" />}
        title={<Skeleton className="my-2 h-3 w-56" />}
        detail={<Skeleton className="my-1.5 h-2 w-40" />}
      />
      <div className="grid grid-cols-[minmax(0,1fr)_20.5rem] items-start gap-5 px-6 pb-6 max-lg:grid-cols-1 max-md:px-4">
        {['h-64', 'h-80'].map((height) => (
          <Card key={height}>
            <CardBody className={height}>
              <Skeleton className="w-40" />
            </CardBody>
          </Card>
        ))}
      </div>
    </>
  )
}
