'use client'

import { Pause, Play } from 'lucide-react'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import type { Result } from '#lib/core/schema.ts'
import type { RunView } from '#lib/sync/schema.ts'
import { submitPause, submitResume } from './actions.ts'
import { CancelRun } from './cancel-run.tsx'

interface RunActionsProps {
  run: RunView
  act: (ask: () => Promise<Result<RunView>>) => Promise<boolean>
}

/** What can be done with a run under way: hold it for a while, or cancel what waits. */
export function RunActions({ run, act }: RunActionsProps) {
  const [busy, setBusy] = useState(false)
  const turn = async () => {
    setBusy(true)
    await act(() => (run.paused ? submitResume : submitPause)({ runId: run.id }))
    setBusy(false)
  }
  return (
    <>
      {!run.cancelRequested && (
        <Button icon={run.paused ? <Play /> : <Pause />} busy={busy} onClick={turn} className="max-md:flex-1">
          {run.paused ? 'Resume' : 'Pause'}
        </Button>
      )}
      <CancelRun run={run} act={act} />
    </>
  )
}
