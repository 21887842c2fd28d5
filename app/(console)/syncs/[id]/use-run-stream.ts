'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { withBase } from '#components/base-path.ts'
import type { RunChanges, RunItemView, RunView } from '#lib/sync/schema.ts'
import { isOver } from '../run-words.ts'

/** How the page hears of changes: by events, by asking, not at the moment, not any more. */
export type Hearing = 'live' | 'asking' | 'reconnecting' | 'over' | 'signed-out'

interface RunStream {
  run: RunView
  hearing: Hearing
  /** All items that changed since the page was opened, the newest version of each; at most `KEPT`. */
  changed: ReadonlyMap<string, RunItemView>
  /** The items of the last message, for announcements. */
  latest: readonly RunItemView[]
  /** Takes over a run that was answered otherwise (retried, cancelled), and listens again. */
  take: (run: RunView) => void
}

const KEPT = 2000
const ASK_EVERY_MS = 2000
/** After so many errors without a connection the page asks by itself. */
const ERRORS_BEFORE_ASKING = 3
const TRY_EVENTS_AGAIN_MS = 20_000
const SAY_RECONNECTING_AFTER_MS = 1500
/** A stream that is silent for so long is asked about: a proxy may hold it back. */
const DOUBT_AFTER_MS = 10_000

/** Follows a run: by server-sent events, which go on by themselves after a restart of the server, and by asking when those fail. */
export function useRunStream(initial: RunView): RunStream {
  const [run, setRun] = useState(initial)
  const [hearing, setHearing] = useState<Hearing>(isOver(initial) ? 'over' : 'live')
  const [changed, setChanged] = useState<ReadonlyMap<string, RunItemView>>(new Map())
  const [latest, setLatest] = useState<readonly RunItemView[]>([])
  const revision = useRef(initial.revision)
  const [listening, setListening] = useState(isOver(initial) ? 0 : 1)

  const receive = useCallback((changes: RunChanges) => {
    if (changes.run === null || changes.revision < revision.current) return
    revision.current = changes.revision
    setRun(changes.run)
    setLatest(changes.items)
    setChanged((before) => merged(before, changes.items))
  }, [])
  const { id } = initial
  const over = hearing === 'over'
  // A rendering of the page that knows more (another filter, a refresh) is taken over.
  useEffect(() => {
    if (initial.revision <= revision.current) return
    revision.current = initial.revision
    setRun(initial)
    if (over && !isOver(initial)) setListening((count) => count + 1)
  }, [initial, over])

  useEffect(() => {
    if (listening === 0) return
    return listen({ id, since: () => revision.current, receive, setHearing })
  }, [listening, id, receive])

  // An ended run may have been retried by somebody else: a page that comes back into view looks once.
  useEffect(() => {
    if (!over) return
    const look = async () => {
      if (document.visibilityState !== 'visible') return
      const changes = await ask(id, revision.current)
      if (changes === 'failed' || changes === 'signed-out' || changes.run === null) return
      receive(changes)
      if (!isOver(changes.run)) setListening((count) => count + 1)
    }
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [over, id, receive])

  const take = useCallback((next: RunView) => {
    if (next.revision >= revision.current) setRun(next)
    if (!isOver(next)) setListening((count) => count + 1)
  }, [])
  return { run, hearing, changed, latest, take }
}

function merged(before: ReadonlyMap<string, RunItemView>, items: readonly RunItemView[]) {
  if (items.length === 0) return before
  const after = new Map(before)
  for (const item of items) {
    after.delete(item.id)
    after.set(item.id, item)
  }
  for (const key of after.keys()) {
    if (after.size <= KEPT) break
    after.delete(key)
  }
  return after
}

async function ask(id: string, since: number): Promise<RunChanges | 'signed-out' | 'failed'> {
  try {
    const response = await fetch(withBase(`/api/runs/${id}/changes?since=${since}`))
    if (response.status === 401) return 'signed-out'
    return response.ok ? ((await response.json()) as RunChanges) : 'failed'
  } catch {
    return 'failed'
  }
}

interface Listening {
  id: string
  since: () => number
  receive: (changes: RunChanges) => void
  setHearing: (hearing: Hearing) => void
}

/** Listens until the run is over or the returned function is called. */
function listen({ id, since, receive, setHearing }: Listening): () => void {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let saying: ReturnType<typeof setTimeout> | undefined
  let doubting: ReturnType<typeof setTimeout> | undefined
  let stopped = false

  const say = (hearing: Hearing) => {
    clearTimeout(saying)
    saying = undefined
    if (!stopped) setHearing(hearing)
  }
  const stop = () => {
    stopped = true
    source?.close()
    clearTimeout(timer)
    clearTimeout(saying)
    clearTimeout(doubting)
  }
  const finish = (hearing: 'over' | 'signed-out') => {
    say(hearing)
    stop()
  }

  const giveUpEvents = () => {
    source?.close()
    clearTimeout(doubting)
    byAsking(Date.now() + TRY_EVENTS_AGAIN_MS)
  }
  const doubt = () => {
    clearTimeout(doubting)
    doubting = setTimeout(async () => {
      const changes = await ask(id, since())
      if (stopped || source?.readyState !== EventSource.OPEN) return
      if (changes === 'signed-out') return finish('signed-out')
      if (typeof changes === 'object' && changes.run !== null) giveUpEvents()
      else doubt()
    }, DOUBT_AFTER_MS)
  }
  const byEvents = () => {
    let errors = 0
    source = new EventSource(withBase(`/api/runs/${id}/events?since=${since()}`))
    source.addEventListener('open', () => {
      errors = 0
      say('live')
      doubt()
    })
    source.addEventListener('changes', (event) => {
      receive(JSON.parse(event.data) as RunChanges)
      doubt()
    })
    source.addEventListener('over', () => finish('over'))
    source.addEventListener('signed-out', () => finish('signed-out'))
    source.addEventListener('error', () => {
      errors += 1
      saying ??= setTimeout(() => say('reconnecting'), SAY_RECONNECTING_AFTER_MS)
      // The browser connects again by itself, unless the answer was no stream at all.
      if (source?.readyState !== EventSource.CLOSED && errors < ERRORS_BEFORE_ASKING) return
      giveUpEvents()
    })
  }
  const byAsking = (eventsAt: number) => {
    const turn = async (failedBefore: boolean) => {
      const changes = await ask(id, since())
      if (stopped) return
      if (changes === 'signed-out') return finish('signed-out')
      if (changes === 'failed') {
        say('reconnecting')
        timer = setTimeout(() => void turn(true), ASK_EVERY_MS)
        return
      }
      say('asking')
      receive(changes)
      if (changes.run !== null && isOver(changes.run)) return finish('over')
      // The server is back, or it is time to see whether events come through.
      if (failedBefore || Date.now() > eventsAt) return byEvents()
      timer = setTimeout(() => void turn(false), ASK_EVERY_MS)
    }
    void turn(false)
  }
  byEvents()
  return stop
}
