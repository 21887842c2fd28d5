'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { useCall } from '#app/login/session-keeper.tsx'
import type { RegistryList } from '#lib/registry/index.ts'
import { useRefreshing } from '../../../use-refreshing.ts'
import { tellFailure } from '../../failure.ts'
import { refresh } from './actions.ts'

const POLL_MS = 2000
/** The nightly reading has been missed when what is known is older. */
const STALE_MS = 26 * 3_600_000

export interface ReadingControl {
  asking: boolean
  /** Has the registry read in the background. */
  start: () => void
}

/** Has the registry read when nothing is known of it or that is old, and shows the page anew while a reading is under way. */
export function useReading({ state }: Pick<RegistryList, 'state'>, mayWrite: boolean): ReadingControl {
  const router = useRouter()
  const call = useCall()
  const [asking, setAsking] = useState(false)
  const asked = useRef(false)
  const busy = state !== null && (state.running || state.waiting)
  useRefreshing(POLL_MS, busy)

  const start = async () => {
    setAsking(true)
    const result = await call(() => refresh(undefined))
    setAsking(false)
    if (result.ok) router.refresh()
    else tellFailure(result.error)
  }
  const old = state !== null && (state.completeAt === null || Date.now() - state.completeAt.getTime() > STALE_MS)
  const due = mayWrite && old && !busy && state.fault === null
  const begin = useRef(start)
  begin.current = start
  useEffect(() => {
    if (!due || asked.current) return
    asked.current = true
    void begin.current()
  }, [due])
  return { asking: asking || busy, start: () => void start() }
}
