import { Status } from '#components/status/status.tsx'
import { Card, CardBody, CardHeader } from '#components/ui/card.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import type { Overview } from '#lib/overview/index.ts'
import type { ServicePermissions } from '../services/permissions.ts'
import { servicesHref } from '../services/search-params.ts'
import { AttentionRow } from './attention-row.tsx'

/** What needs a person, worst first; in one line where nothing does. */
export function AttentionCard({ attention, may }: { attention: Overview['attention']; may: ServicePermissions }) {
  const { items, moreServices } = attention
  if (items.length === 0)
    return (
      <Card aria-label="Needs attention">
        <CardBody className="py-3">
          <Status state="done" className="whitespace-normal">
            Nothing needs attention: no service is abnormal, no platform unreachable, no synchronization failed, no
            token expires soon.
          </Status>
        </CardBody>
      </Card>
    )
  return (
    <Card>
      <CardHeader title="Needs attention" aside={<span className="text-muted-foreground">worst first</span>} />
      <ul>
        {items.map((item) => (
          <AttentionRow key={keyOf(item)} item={item} may={may} />
        ))}
        {moreServices > 0 && (
          <li className="px-4 py-2.5">
            <TextLink href={servicesHref({ status: 'abnormal' })}>
              {moreServices === 1 ? '1 more service is' : `${moreServices} more services are`} abnormal
            </TextLink>
          </li>
        )}
      </ul>
    </Card>
  )
}

function keyOf(item: Overview['attention']['items'][number]): string {
  if (item.kind === 'service') return item.service.id
  if (item.kind === 'tokens') return item.why
  if (item.kind === 'registry') return item.kind
  return item.kind === 'run' ? item.run.id : item.id
}
