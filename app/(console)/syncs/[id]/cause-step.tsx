'use client'

import { useState } from 'react'
import { Button, LinkButton } from '#components/ui/button.tsx'
import type { Result } from '#lib/core/schema.ts'
import type { RunCause, RunView } from '#lib/sync/schema.ts'
import { NetworkHelp } from './network-help.tsx'
import { TokenDialog } from './token-dialog.tsx'

interface CauseStepProps {
  cause: RunCause
  run: RunView
  mayWrite: boolean
  retrying: boolean
  onRetry: (itemIds: string[]) => Promise<void>
  act: (ask: () => Promise<Result<RunView>>) => Promise<boolean>
}

/** The one next step of a cause, as a button; or that there is nothing to do. */
export function CauseStep({ cause, run, mayWrite, retrying, onRetry, act }: CauseStepProps) {
  const [entering, setEntering] = useState(false)
  const [service] = cause.services
  const itemIds = cause.services.flatMap(({ namespaces }) => namespaces.map(({ itemId }) => itemId))
  switch (cause.nextStep) {
    case 'none':
      return <span className="text-muted-foreground">Nothing to do</span>
    case 'network':
      return <NetworkHelp />
    case 'service':
      return service === undefined ? null : <LinkButton href={`/services/${service.id}`}>Open the service</LinkButton>
    case 'platform':
      return run.platformId === null ? null : (
        <LinkButton href={`/platforms/${run.platformId}`}>Open the platform</LinkButton>
      )
    case 'plan':
      return <LinkButton href="/services">Plan it anew</LinkButton>
    case 'token':
      if (service === undefined || !mayWrite) return null
      return (
        <>
          <Button onClick={() => setEntering(true)}>Enter another token</Button>
          {entering && <TokenDialog run={run} service={service} act={act} onClose={() => setEntering(false)} />}
        </>
      )
    case 'retry':
      if (!mayWrite) return null
      return (
        <Button busy={retrying} onClick={() => onRetry(itemIds)}>
          Retry {itemIds.length === 1 ? 'it' : `these ${itemIds.length}`}
        </Button>
      )
  }
}
