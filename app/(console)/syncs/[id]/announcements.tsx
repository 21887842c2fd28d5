'use client'

import { useEffect, useRef, useState } from 'react'
import type { RunItemView, RunView } from '#lib/sync/schema.ts'
import { isOver } from '../run-words.ts'

const EVERY_MS = 5000

/** For screen readers: the counts every 5 s while they change, failures and the end at once. */
export function Announcements({ run, latest }: { run: RunView; latest: readonly RunItemView[] }) {
  const [counts, setCounts] = useState('')
  const [failure, setFailure] = useState('')
  const now = useRef(run)
  useEffect(() => {
    now.current = run
  })
  const over = isOver(run)
  const ending = run.outcome?.message
  useEffect(() => {
    if (over) {
      if (ending !== undefined) setCounts(ending)
      return
    }
    const timer = setInterval(() => setCounts(countsOf(now.current)), EVERY_MS)
    return () => clearInterval(timer)
  }, [over, ending])
  useEffect(() => {
    const [failed, ...others] = latest.filter((item) => item.verdict === 'failed')
    if (failed === undefined) return
    const more = others.length > 0 ? ` And ${others.length} more failed.` : ''
    setFailure(
      `${failed.service.name} in ${failed.namespaceName} failed: ${failed.reason ?? 'reason not known'}${more}`,
    )
  }, [latest])
  return (
    <div className="sr-only">
      <p aria-live="polite">{counts}</p>
      <p aria-live="assertive">{failure}</p>
    </div>
  )
}

function countsOf({ finished, total, counts }: RunView): string {
  return [`${finished} of ${total} done`, counts.failed > 0 && `${counts.failed} failed`].filter(Boolean).join(', ')
}
