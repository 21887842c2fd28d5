'use client'

import { Notice } from '#components/ui/notice.tsx'
import { Spinner } from '#components/ui/spinner.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import type { Hearing } from './use-run-stream.ts'

/** Says when the page does not hear of the run at the moment; the run itself goes on. */
export function HearingNote({ hearing, here }: { hearing: Hearing; here: string }) {
  if (hearing === 'reconnecting')
    return (
      <p role="status" className="flex items-center gap-2 text-muted-foreground">
        <Spinner />
        Reconnecting. The run goes on without this page; the numbers below are the last ones heard.
      </p>
    )
  if (hearing === 'signed-out')
    return (
      <Notice icon="clock" alert title="Your session has ended, so this page stands still.">
        The run goes on.{' '}
        <TextLink inline href={`/login?${new URLSearchParams({ next: here, why: 'expired' })}`}>
          Sign in
        </TextLink>{' '}
        to go on watching it.
      </Notice>
    )
  return null
}
