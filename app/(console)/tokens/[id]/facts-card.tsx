import { RelativeTime } from '#components/time/relative-time.tsx'
import { Card, CardBody } from '#components/ui/card.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Detail, DetailList } from '#components/ui/detail-list.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import type { TokenDetail } from '#lib/tokens/index.ts'
import { LastUsed } from '../token-cells.tsx'

/** What is known of a token: where it is presented, for whom, since when, and its limits. */
export function FactsCard({ token }: { token: TokenDetail }) {
  const { service, namespace, options, expiresAt } = token
  return (
    <Card>
      <CardBody>
        <div className="flex items-start gap-2">
          <div className="min-w-0 flex-1">
            <p className="text-muted-foreground">Address</p>
            <p className="break-all font-mono text-xs leading-5">{token.url}</p>
          </div>
          <CopyButton value={token.url} what="the address" />
        </div>
        <DetailList className="mt-2.75">
          <Detail label="Service">
            <TextLink href={`/services/${service.id}`}>{service.name}</TextLink>
          </Detail>
          {namespace === null ? (
            <Detail label="For">{token.name}</Detail>
          ) : (
            <Detail label="For">
              {namespace.name},{' '}
              <TextLink href={`/platforms/${namespace.platformId}`}>{namespace.platformName}</TextLink>
            </Detail>
          )}
          <Detail label="Made">
            by {token.createdBy}, <RelativeTime at={token.createdAt} className="text-muted-foreground" />
          </Detail>
          <Detail label="Last used">
            <LastUsed token={token} />
          </Detail>
          <Detail label="Calls">{token.calls.toLocaleString('en')}</Detail>
          <Detail label="Expires">{expiresAt === null ? 'never' : <RelativeTime at={expiresAt} />}</Detail>
          <Detail label="Calls a minute">
            {options.callsPerMinute === null ? 'no limit' : `at most ${options.callsPerMinute.toLocaleString('en')}`}
          </Detail>
          {options.toolPrefix !== null && (
            <Detail label="Tool prefix">
              <span className="font-mono text-xs">{options.toolPrefix}</span>
            </Detail>
          )}
        </DetailList>
      </CardBody>
    </Card>
  )
}
