'use client'

import { Notice } from '#components/ui/notice.tsx'
import { placeOf } from './return-path.ts'
import { useLanding } from './use-landing.ts'

/** Why one is here again, and what signing in leads back to; nothing where there is nothing to say. */
export function LandingNotice({ next, reason, ended }: { next: string; reason?: string | undefined; ended: boolean }) {
  const place = placeOf(useLanding(next))
  const words = [reason, place && `Sign in to go on ${place}.`].filter(Boolean).join(' ')
  return (
    words !== '' && (
      <Notice icon={ended ? 'clock' : 'info'} className="mb-5">
        {words}
      </Notice>
    )
  )
}
