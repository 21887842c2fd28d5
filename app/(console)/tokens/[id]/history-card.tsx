import type { ReactNode } from 'react'
import { Status } from '#components/status/status.tsx'
import { RelativeTime } from '#components/time/relative-time.tsx'
import { Card, CardFooter, CardHeader } from '#components/ui/card.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import type { TokenDetail } from '#lib/tokens/index.ts'

/** What it replaced and what replaced it. */
export function HistoryCard({ token, auditHref }: { token: TokenDetail; auditHref: string | undefined }) {
  const { replaces, replacedBy, createdAt, endsAt, endedBecause, endedBy } = token
  return (
    <Card>
      <CardHeader title="History" />
      <ol className="flex flex-col">
        {replacedBy.map((next) => (
          <Line key={next.id} at={next.createdAt}>
            replaced by <PrefixLink {...next} />
            {next.state === 'ended' && <Status state="cancelled">over too</Status>}
          </Line>
        ))}
        {endsAt !== null && (
          <Line at={endsAt}>
            {endedBecause === 'replaced'
              ? 'end of its grace time'
              : `${endedBecause === 'revoked' ? 'revoked' : 'removed from its namespace'} by ${endedBy}`}
          </Line>
        )}
        <Line at={createdAt}>
          made by {token.createdBy}
          {replaces !== null && (
            <>
              {' in place of '}
              <PrefixLink {...replaces} />
            </>
          )}
        </Line>
      </ol>
      {auditHref && (
        <CardFooter>
          <TextLink href={auditHref}>All changes of it</TextLink>
        </CardFooter>
      )}
    </Card>
  )
}

function Line({ at, children }: { at: Date; children: ReactNode }) {
  return (
    <li className="flex items-baseline gap-3 border-b px-4 py-2 last:border-b-0">
      <span className="min-w-0 flex-1">{children}</span>
      <RelativeTime at={at} className="shrink-0 text-muted-foreground text-xs" />
    </li>
  )
}

function PrefixLink({ id, prefix }: { id: string; prefix: string }) {
  return (
    <TextLink href={`/tokens/${id}`} className="font-mono text-xs">
      {prefix}…
    </TextLink>
  )
}
