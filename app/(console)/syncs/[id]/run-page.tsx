'use client'

import { useState } from 'react'
import { useCall } from '#app/login/session-keeper.tsx'
import { StatusBadge } from '#components/status/status.tsx'
import { exactTime } from '#components/time/format.ts'
import { useHydrated } from '#components/time/use-hydrated.ts'
import { Notice } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { notify } from '#components/ui/toast.tsx'
import type { Result } from '#lib/core/schema.ts'
import type { RunItemView, RunView } from '#lib/sync/schema.ts'
import { isOver, runScope, runState, runTitle } from '../run-words.ts'
import { submitRetry } from './actions.ts'
import { Announcements } from './announcements.tsx'
import { Causes } from './causes.tsx'
import { HearingNote } from './hearing-note.tsx'
import { Items } from './items.tsx'
import { Lanes } from './lanes.tsx'
import { Outcome } from './outcome.tsx'
import { Progress } from './progress.tsx'
import { type ItemsQuery, itemsHref } from './query.ts'
import { RunActions } from './run-actions.tsx'
import { useEnding } from './use-ending.ts'
import { useRunStream } from './use-run-stream.ts'

interface RunPageProps {
  run: RunView
  rows: RunItemView[]
  total: number
  query: ItemsQuery
  mayWrite: boolean
}

/** A run as it stands now: its numbers, what went wrong with the next step, every item, and the lanes at the side. */
export function RunPage({ run: initial, rows, total, query, mayWrite }: RunPageProps) {
  const call = useCall()
  const { run, hearing, changed, latest, take } = useRunStream(initial)
  const [retrying, setRetrying] = useState(false)
  const over = isOver(run)
  const { state, word } = runState(run)
  const here = `/syncs/${run.id}`

  /** Runs an action on this run, and follows what it answers. */
  const act = async (ask: () => Promise<Result<RunView>>): Promise<boolean> => {
    const result = await call(ask)
    if (result.ok) take(result.value)
    else notify.bad([result.error.message, result.error.next].filter(Boolean).join(' '))
    return result.ok
  }
  const retry = async (itemIds?: string[]) => {
    setRetrying(true)
    await act(() => submitRetry({ runId: run.id, ...(itemIds && { itemIds }) }))
    setRetrying(false)
  }
  useEnding(run, here)
  return (
    <>
      <PageHeader
        parent={{ label: 'Synchronizations', href: '/syncs' }}
        title={run.name === null ? runTitle(run) : `${run.name}, #${run.number}`}
        badge={<StatusBadge state={state}>{run.cancelRequested && !over ? 'cancelling' : word}</StatusBadge>}
        detail={
          <>
            {runScope(run)}
            {run.name !== null && ` of ${run.platformName}`} · confirmed by {run.confirmedBy}{' '}
            <At moment={run.confirmedAt} /> · <TextLink href={`${here}/plan`}>the confirmed plan</TextLink>
          </>
        }
        actions={
          mayWrite &&
          !over && (
            <div className="flex gap-2 max-md:hidden">
              <RunActions run={run} act={act} />
            </div>
          )
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)_280px] items-start gap-5 px-6 pb-6 max-lg:grid-cols-1 max-md:gap-4 max-md:px-4">
        <div className="flex min-w-0 flex-col gap-4">
          <HearingNote hearing={hearing} here={here} />
          {run.outcome && (
            <Outcome
              run={run}
              outcome={run.outcome}
              retrying={retrying}
              onRetry={mayWrite ? () => retry() : undefined}
            />
          )}
          <Progress run={run} />
          <div className="lg:hidden">
            <Lanes run={run} query={query} here={here} folded />
          </div>
          {run.causes.length > 0 && (
            <Causes run={run} mayWrite={mayWrite} retrying={retrying} onRetry={retry} act={act} />
          )}
          <Items
            key={itemsHref('', query)}
            run={run}
            rows={rows}
            total={total}
            query={query}
            here={here}
            changed={changed}
          />
          {over && run.total === 0 && <Notice title="There was nothing to do in this run." />}
        </div>
        <div className="max-lg:hidden">
          <Lanes run={run} query={query} here={here} />
        </div>
      </div>
      {mayWrite && !over && (
        <div className="sticky bottom-0 z-20 mt-auto flex gap-2 border-t bg-background px-4 py-3 md:hidden">
          <RunActions run={run} act={act} />
        </div>
      )}
      <Announcements run={run} latest={latest} />
    </>
  )
}

/** «at 10:31:04», in the reader's own time zone. */
function At({ moment }: { moment: string }) {
  const hydrated = useHydrated()
  const date = new Date(moment)
  const today = hydrated && date.toDateString() === new Date().toDateString()
  const words = new Intl.DateTimeFormat('en-GB', {
    ...(!today && { day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
    ...(today && { second: '2-digit' }),
  }).format(date)
  return (
    <time dateTime={moment} title={hydrated ? exactTime(moment) : undefined} suppressHydrationWarning>
      {today ? `at ${words}` : `on ${words.replace(',', ' at')}`}
    </time>
  )
}
