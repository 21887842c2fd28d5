'use client'

import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'

interface FaultNoticeProps {
  /** The id under which the fault is in the log. */
  digest?: string | undefined
  onRetry: () => void
}

/** A page could not be made: says so, with the id in the log and a way to try again. */
export function FaultNotice({ digest, onRetry }: FaultNoticeProps) {
  return (
    <main className="mx-auto w-full max-w-160 p-6 max-md:p-4">
      <h1 className="mb-4 font-semibold text-xl">This page could not be shown</h1>
      <Notice
        kind="bad"
        alert
        title="The fault is ours. Nothing you entered elsewhere is changed by it."
        action={<Button onClick={onRetry}>Load it again</Button>}
      >
        {digest ? (
          <>
            It is in the log under <span className="font-mono text-xs">{digest}</span>.
          </>
        ) : (
          'It happened in this browser; its console has the details.'
        )}
      </Notice>
    </main>
  )
}
