'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { dialogHref, reachableStep } from '#app/(console)/services/sync/steps.ts'
import { counted, listed } from '#app/(console)/services/sync/words.ts'
import { useCall } from '#app/login/session-keeper.tsx'
import { RelativeTime } from '#components/time/relative-time.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { notify } from '#components/ui/toast.tsx'
import type { DraftView } from '#lib/sync/schema.ts'
import { submitDiscard } from './actions.ts'

/** The synchronization that the reader has begun and not confirmed: go on with it, or discard it with what was entered. */
export function DraftNotice({ draft }: { draft: DraftView }) {
  const call = useCall()
  const router = useRouter()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [what, direction] = draft.kind === 'remove' ? ['removal', 'from'] : ['synchronization', 'to']
  const names = draft.services.map(({ name }) => name)
  const discard = async () => {
    setBusy(true)
    const result = await call(() => submitDiscard({ draftId: draft.id }))
    setBusy(false)
    setAsking(false)
    if (result.ok) router.refresh()
    else notify.bad([result.error.message, result.error.next].filter(Boolean).join(' '))
  }
  const buttons = (
    <div className="flex gap-2 max-md:*:flex-1">
      <Button variant="ghost" onClick={() => setAsking(true)}>
        Discard
      </Button>
      <LinkButton href={dialogHref(draft.id, reachableStep(draft, null))}>Go on with it</LinkButton>
    </div>
  )
  return (
    <div className="px-6 pb-3 max-md:px-4">
      <Notice
        kind="pending"
        title={`You have begun a ${what}: ${listed(names, 4)}${draft.platform ? ` ${direction} ${draft.platform.name}` : ''}.`}
        action={<div className="max-md:hidden">{buttons}</div>}
      >
        Not confirmed; nothing was written. It is forgotten <RelativeTime at={draft.expiresAt} />.
        <div className="mt-2 md:hidden">{buttons}</div>
      </Notice>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Discard the ${what} of ${counted(names.length, 'service')}?`}
        description="What was chosen and the tokens entered for it are forgotten. Nothing on a platform changes."
        confirmLabel="Discard it"
        cancelLabel="Keep it"
        busy={busy}
        onConfirm={discard}
      />
    </div>
  )
}
