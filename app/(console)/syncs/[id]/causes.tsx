'use client'

import { RefreshCw } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { counted, listed } from '#app/(console)/services/sync/words.ts'
import { cn } from '#components/cn.ts'
import { ServiceIcon } from '#components/services/service-icon.tsx'
import { Glyph } from '#components/status/glyph.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card, CardHeader } from '#components/ui/card.tsx'
import type { Result } from '#lib/core/schema.ts'
import type { RunCause, RunView } from '#lib/sync/schema.ts'
import { isOver } from '../run-words.ts'
import { CauseStep } from './cause-step.tsx'

interface CausesProps {
  run: RunView
  mayWrite: boolean
  retrying: boolean
  onRetry: (itemIds?: string[]) => Promise<void>
  act: (ask: () => Promise<Result<RunView>>) => Promise<boolean>
}

const MOST = 12
const SERVICES = 3

/** What failed or is unknown, by cause, each with its one next step. */
export function Causes({ run, mayWrite, retrying, onRetry, act }: CausesProps) {
  const [most, setMost] = useState(MOST)
  const causes = run.causes.flatMap(split)
  const over = isOver(run)
  const { failed, unknown } = run.counts
  const counts = [failed > 0 && `${failed} failed`, unknown > 0 && `${unknown} unknown`].filter(Boolean).join(', ')
  return (
    <Card aria-label="What did not succeed">
      <CardHeader
        title={counts}
        detail={`in ${counted(causes.length, 'cause')}.${over ? '' : ' The others go on.'}`}
        aside={
          mayWrite &&
          failed > 0 && (
            <Button size="sm" icon={<RefreshCw />} busy={retrying} onClick={() => onRetry()}>
              Retry failed
            </Button>
          )
        }
      />
      <ul>
        {causes.slice(0, most).map((cause) => (
          <li
            key={`${cause.code}/${cause.message}/${cause.services[0]?.id ?? ''}`}
            className="border-b last:border-b-0"
          >
            <Cause cause={cause}>
              <CauseStep cause={cause} run={run} mayWrite={mayWrite} retrying={retrying} onRetry={onRetry} act={act} />
            </Cause>
          </li>
        ))}
      </ul>
      {causes.length > most && (
        <Button variant="ghost" className="m-1" onClick={() => setMost(most + MOST)}>
          Show more: {most} of {counted(causes.length, 'cause')}
        </Button>
      )}
    </Card>
  )
}

/** A token belongs to one service: such a cause is one for each. */
function split(cause: RunCause): RunCause[] {
  if (cause.nextStep !== 'token') return [cause]
  return cause.services.map((service) => ({ ...cause, services: [service], count: service.namespaces.length }))
}

function Cause({ cause, children }: { cause: RunCause; children: ReactNode }) {
  const { verdict, message, platformSaid, services } = cause
  const rest = services.length - SERVICES
  return (
    <div className="flex items-center gap-x-4 gap-y-3 px-4 py-3 max-md:flex-col max-md:items-stretch">
      <div className="flex min-w-0 flex-1 gap-3">
        <Glyph state={verdict === 'failed' ? 'failed' : 'unknown'} className="mt-1" />
        <div className="min-w-0 flex-1">
          {services.slice(0, SERVICES).map((service) => (
            <p key={service.id} className="flex min-w-0 flex-wrap items-center gap-x-2">
              <ServiceIcon name={service.name} icon={service.iconEmoji} background={service.iconColor} size={20} />
              <span className="font-medium">{service.name}</span>
              <span className="text-muted-foreground">
                <span aria-hidden="true">→</span>
                <span className="sr-only">in</span>
              </span>
              <span title={service.namespaces.map(({ name }) => name).join(', ')}>
                {listed(
                  service.namespaces.map(({ name }) => name),
                  4,
                )}
              </span>
            </p>
          ))}
          {rest > 0 && <p className="text-muted-foreground">and {counted(rest, 'more service', 'more services')}</p>}
          <p className={cn('mt-1', verdict === 'failed' ? 'text-bad' : 'text-warn')}>{message}</p>
          {platformSaid !== null && (
            <p className="break-words text-muted-foreground">
              Dify: <span className="font-mono text-xs">{platformSaid}</span>
            </p>
          )}
        </div>
      </div>
      <div className="shrink-0 max-md:*:w-full">{children}</div>
    </div>
  )
}
