'use client'

import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { cn } from '#components/cn.ts'
import { Glyph } from '#components/status/glyph.tsx'
import type { State } from '#components/status/states.ts'
import { VerdictBar } from '#components/status/verdict-bar.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import type { RunLaneView, RunView } from '#lib/sync/schema.ts'
import { segmentsOf } from '../run-words.ts'
import { type ItemsQuery, itemsHref } from './query.ts'

interface LanesProps {
  run: RunView
  query: ItemsQuery
  here: string
  /** On a narrow screen: behind one line that opens. */
  folded?: boolean
}

const MOST = 40

/** The lanes of a run, one a namespace; each filters the items. */
export function Lanes({ run, query, here, folded = false }: LanesProps) {
  const done = run.lanes.filter((lane) => lane.status === 'done').length
  const running = run.lanes.filter((lane) => lane.status === 'running').length
  const summary = `${done} of ${run.lanes.length} done`
  const list = <LaneList run={run} query={query} here={here} />
  if (folded)
    return (
      <details className="group rounded-lg border bg-card">
        <summary className="flex min-h-11 cursor-pointer list-none items-center gap-3 px-4 [&::-webkit-details-marker]:hidden">
          <span className="flex-1 font-medium">Lanes</span>
          <span className="text-muted-foreground">
            {summary}
            {running > 0 && `, ${running} running`}
          </span>
          <ChevronRight
            aria-hidden="true"
            className="size-4 text-muted-foreground transition-transform group-open:rotate-90"
          />
        </summary>
        <div className="border-t py-1">{list}</div>
      </details>
    )
  return (
    <>
      <Card aria-label="Lanes">
        <CardHeader title="Lanes" aside={<span className="text-muted-foreground">{summary}</span>} />
        <div className="py-1.5">{list}</div>
      </Card>
      <p className="mt-3 px-1 text-muted-foreground text-xs">
        A lane is one namespace. {run.paused && 'Nothing new is begun until somebody resumes it. '}
        {running > 0 &&
          `${running === 1 ? 'One lane is' : `${running} lanes are`} worked on now; the pace follows Dify’s answers.`}
      </p>
    </>
  )
}

function LaneList({ run, query, here }: Omit<LanesProps, 'folded'>) {
  const [most, setMost] = useState(MOST)
  return (
    <>
      <ul>
        {run.lanes.slice(0, most).map((lane) => (
          <Lane key={lane.id} lane={lane} query={query} here={here} />
        ))}
      </ul>
      {run.lanes.length > most && (
        <Button variant="ghost" size="sm" className="mx-2" onClick={() => setMost(most + MOST)}>
          Show more: {most} of {run.lanes.length}
        </Button>
      )}
    </>
  )
}

function Lane({ lane, query, here }: { lane: RunLaneView; query: ItemsQuery; here: string }) {
  const chosen = query.lane === lane.id
  const finished = lane.total - lane.counts.waiting - lane.counts.running
  return (
    <li>
      <Link
        href={itemsHref(here, { ...query, lane: chosen ? null : lane.id, page: null })}
        scroll={false}
        aria-current={chosen ? 'true' : undefined}
        title={lane.message ?? lane.namespaceName}
        className={cn(
          'grid min-h-8 grid-cols-[12px_minmax(0,1fr)_48px_auto] items-center gap-2.5 px-4 transition-colors hover:bg-accent focus-visible:-outline-offset-2 max-md:min-h-10',
          chosen && 'bg-selected',
        )}
      >
        <Glyph state={laneState(lane)} />
        <span className={cn('truncate', lane.status === 'waiting' && 'text-muted-foreground')}>
          {lane.namespaceName}
        </span>
        <VerdictBar
          segments={segmentsOf({ ...lane.counts, running: 0 })}
          total={lane.total}
          label={`${finished} of ${lane.total}`}
          className="h-1.5"
        />
        <span className="min-w-11 whitespace-nowrap text-right text-muted-foreground text-xs">
          {finished} of {lane.total}
        </span>
      </Link>
    </li>
  )
}

function laneState({ status, counts, message }: RunLaneView): State {
  if (status === 'running') return 'running'
  if (status === 'waiting') return 'waiting'
  if (counts.failed > 0 || message !== null) return 'failed'
  if (counts.unknown > 0) return 'unknown'
  return counts.cancelled > 0 ? 'cancelled' : 'done'
}
