'use client'

import { RefreshCw } from 'lucide-react'
import { cn } from '#components/cn.ts'
import { Status } from '#components/status/status.tsx'
import { RelativeTime } from '#components/time/relative-time.tsx'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { RegistryState } from '#lib/registry/index.ts'
import type { ReadingControl } from './use-reading.ts'
import { serverCount } from './words.ts'

interface ReadingLineProps {
  host: string
  known: number
  state: RegistryState
  mayWrite: boolean
  reading: ReadingControl
}

/** Where the list is from and how old it is, and the way to a newer one. */
export function ReadingLine({ host, known, state, mayWrite, reading }: ReadingLineProps) {
  return (
    <div className="flex items-center gap-3 max-md:justify-between">
      <p className="min-w-0 text-muted-foreground" title={leftOut(state)}>
        {state.running || state.waiting ? (
          <Status state="asking">{state.running ? `reading ${host}, ${serverCount(known)} so far` : 'waits'}</Status>
        ) : (
          <>
            {serverCount(known)} of <span className="break-all">{host}</span>
            {state.completeAt !== null && (
              <>
                , read <RelativeTime at={state.completeAt} />
              </>
            )}
          </>
        )}
      </p>
      {mayWrite && (
        <Button
          variant="ghost"
          size="icon"
          icon={<RefreshCw />}
          aria-label="Read the registry again"
          title="Read the registry again"
          disabled={reading.asking}
          onClick={reading.start}
        />
      )}
    </div>
  )
}

function leftOut({ unreadable }: RegistryState): string | undefined {
  if (unreadable === 0) return undefined
  return `${unreadable === 1 ? '1 entry does' : `${unreadable} entries do`} not follow the format and ${unreadable === 1 ? 'is' : 'are'} left out.`
}

/** Why the last reading did not come to its end, and what stands there in spite of it. */
export function ReadingFault({ state, className }: { state: RegistryState; className?: string }) {
  const { fault, completeAt } = state
  if (fault === null) return null
  return (
    <Notice kind="warn" className={cn(className)} title={fault.message}>
      {fault.next}{' '}
      {completeAt === null ? (
        'What was read before is shown.'
      ) : (
        <>
          Shown is what was read <RelativeTime at={completeAt} />
          {fault.at > completeAt && ', and what came since'}.
        </>
      )}
    </Notice>
  )
}
