'use client'

import { failureText } from '#app/(console)/services/failure.ts'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { SaveFault } from './use-platform-form.ts'

interface SaveFaultNoticeProps {
  fault: SaveFault
  verb: 'Connect' | 'Save'
  saving: boolean
  onAnyway: () => void
}

/** Why nothing was saved, brought into view. What the platform refused may be kept all the same. */
export function SaveFaultNotice({ fault, verb, saving, onAnyway }: SaveFaultNoticeProps) {
  const { title, said } =
    fault.by === 'us'
      ? { title: failureText(fault.error), said: undefined }
      : { title: fault.refusal.message, said: fault.refusal.platformSaid }
  return (
    <div ref={(element) => element?.scrollIntoView({ block: 'nearest' })}>
      <Notice
        kind="bad"
        alert
        title={title}
        {...(said && { said: { who: 'Dify', words: said } })}
        {...(fault.by === 'platform' && {
          action: (
            <Button busy={saving} onClick={onAnyway}>
              {verb} anyway
            </Button>
          ),
        })}
      >
        {fault.by === 'platform' && (
          <>
            {fault.refusal.next}{' '}
            <span className="block">Nothing is saved. Kept anyway, it stays marked until a test succeeds.</span>
          </>
        )}
      </Notice>
    </div>
  )
}
