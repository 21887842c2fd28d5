import Link from 'next/link'
import { Glyph } from '#components/status/glyph.tsx'
import { RelativeTime } from '#components/time/relative-time.tsx'
import { Card, CardBody, CardHeader } from '#components/ui/card.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import type { Overview } from '#lib/overview/index.ts'
import { runFigures } from './run-figures.ts'

/** The last synchronizations: how each ended, where, and when. */
export function LastRuns({ runs }: { runs: Overview['lastRuns'] }) {
  return (
    <Card>
      <CardHeader
        title="Last synchronizations"
        plain
        aside={<TextLink href="/syncs">All</TextLink>}
        className="border-b pt-1.5"
      />
      {runs.length === 0 && <CardBody className="text-muted-foreground">There was none yet.</CardBody>}
      <ul>
        {runs.map((run) => {
          const { state, good, total } = runFigures(run)
          return (
            <li
              key={run.id}
              className="relative flex h-11 items-center gap-3 border-b px-4 last:border-b-0 hover:bg-accent"
            >
              <Glyph state={state} />
              <Link href={`/syncs/${run.id}`} className="w-12 font-medium after:absolute after:inset-0">
                #{run.number}
              </Link>
              <span className="min-w-0 flex-1 truncate">
                {run.kind === 'remove' && <span className="text-muted-foreground">removal, </span>}
                {run.platformName}
              </span>
              <span className="whitespace-nowrap text-muted-foreground">
                {good} of {total}
              </span>
              <span className="w-20 whitespace-nowrap text-right text-muted-foreground">
                <RelativeTime at={run.endedAt ?? run.confirmedAt} />
              </span>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
