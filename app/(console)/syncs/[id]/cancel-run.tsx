'use client'

import { X } from 'lucide-react'
import { useState } from 'react'
import { counted } from '#app/(console)/services/sync/words.ts'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import type { Result } from '#lib/core/schema.ts'
import type { RunView } from '#lib/sync/schema.ts'
import { submitCancel } from './actions.ts'

interface CancelRunProps {
  run: RunView
  act: (ask: () => Promise<Result<RunView>>) => Promise<boolean>
}

/** Cancels what still waits; asks first. What is in flight is finished. */
export function CancelRun({ run, act }: CancelRunProps) {
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const { waiting, running } = run.counts
  const cancel = async () => {
    setBusy(true)
    await act(() => submitCancel({ runId: run.id }))
    setBusy(false)
    setAsking(false)
  }
  return (
    <>
      <Button icon={<X />} disabled={run.cancelRequested} onClick={() => setAsking(true)} className="max-md:flex-1">
        {run.cancelRequested ? 'Cancelling' : 'Cancel'}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Cancel ${counted(waiting, 'waiting item')} of #${run.number}?`}
        description={
          <>
            {running > 0 ? `The ${running} in flight are finished first. ` : ''}What was done stays as it is. What is
            cancelled can be tried again from this page.
          </>
        }
        confirmLabel={`Cancel ${waiting}`}
        cancelLabel="Let it run"
        busy={busy}
        onConfirm={cancel}
      />
    </>
  )
}
