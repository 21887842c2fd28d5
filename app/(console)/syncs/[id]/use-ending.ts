'use client'

import { useEffect, useRef } from 'react'
import { notify } from '#components/ui/toast.tsx'
import type { RunView } from '#lib/sync/schema.ts'
import { isOver, tabTitle, wellEnded } from '../run-words.ts'
import { itemsHref } from './query.ts'

/** Counts in the tab's title, and says in title and toast how a run ended that was watched. */
export function useEnding(run: RunView, here: string): void {
  const over = isOver(run)
  const wasOver = useRef(over)
  const title = tabTitle(run)
  useEffect(() => {
    const before = document.title
    document.title = `${title} · MCP Ferry`
    return () => {
      document.title = before
    }
  }, [title])

  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  useEffect(() => {
    if (over === wasOver.current) return
    wasOver.current = over
    if (over) sayEnding(latest.current, here)
  }, [over, here])
}

function sayEnding(run: RunView, here: string): void {
  const { failed, unknown, skipped } = run.counts
  const name = `#${run.number}`
  const well = wellEnded(run.counts)
  const way = run.kind === 'remove' ? 'from' : 'to'
  if (run.status === 'cancelled') {
    notify.bad(`${name} cancelled: ${well} of ${run.total} done.`, { state: 'cancelled' })
    return
  }
  const leftOut = skipped > 0 ? `, ${skipped} skipped` : ''
  if (failed + unknown === 0) {
    notify.good(`${name} done: ${well} of ${run.total} ${way} ${run.platformName}${leftOut}.`)
    return
  }
  const bad = [failed > 0 && `${failed} failed`, unknown > 0 && `${unknown} unknown`].filter(Boolean).join(', ')
  notify.bad(`${name} ended: ${well} done, ${bad}${leftOut}.`, {
    link: {
      label: `See the ${failed > 0 ? failed : unknown}`,
      href: itemsHref(here, { verdict: failed > 0 ? 'failed' : 'unknown' }),
    },
  })
}
