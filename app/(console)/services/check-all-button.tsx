'use client'

import { RefreshCw } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { useCall } from '#app/login/session-keeper.tsx'
import { Button } from '#components/ui/button.tsx'
import { notify } from '#components/ui/toast.tsx'
import type { CheckAllProgress } from '#lib/services/index.ts'
import { checkAll } from './actions.ts'
import { tellFailure } from './failure.ts'
import { askRoute } from './sync/ask-server.ts'

const POLL_MS = 1000

/** Checks every service in the background; while that goes on, says how far it is and keeps the rows current. */
export function CheckAllButton({ initial }: { initial: CheckAllProgress | null }) {
  const router = useRouter()
  const call = useCall()
  const [progress, setProgress] = useState(initial)
  const [asking, setAsking] = useState(false)
  const running = progress?.running ?? false

  useEffect(() => {
    if (!running) return
    let left = false
    let timer: ReturnType<typeof setTimeout>
    // One question at a time: answers that come late would tell the end once each.
    const ask = async () => {
      const result = await askRoute<CheckAllProgress | null>('/services/check-all', {}).catch(() => null)
      if (left) return
      // An unanswered question is asked again.
      if (result?.ok && result.value !== null) {
        setProgress(result.value)
        router.refresh()
        if (!result.value.running) return tellEnd(result.value)
      }
      timer = setTimeout(ask, POLL_MS)
    }
    timer = setTimeout(ask, POLL_MS)
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [running, router])

  const start = async () => {
    setAsking(true)
    const result = await call(() => checkAll(undefined))
    setAsking(false)
    if (result.ok) setProgress(result.value)
    else tellFailure(result.error)
  }
  return (
    <Button icon={<RefreshCw />} busy={running || asking} onClick={start}>
      <span aria-live="polite">
        {running && progress ? `Checking ${progress.checked} of ${progress.total}` : 'Check all'}
      </span>
    </Button>
  )
}

function tellEnd({ checked, total, abnormal }: CheckAllProgress): void {
  if (checked < total) notify.bad(`${checked} of ${total} services checked; the rest waits for a worker.`)
  else if (abnormal > 0) notify.bad(`${total} services checked, ${abnormal} abnormal.`)
  else notify.good(`${total} services checked, all normal.`)
}
