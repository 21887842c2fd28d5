'use client'

import { useEffect, useState } from 'react'
import { useCall } from '#app/login/session-keeper.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { SegmentedControl } from '#components/ui/segmented-control.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { PublicError } from '#lib/core/schema.ts'
import type { TokenTool } from '#lib/tokens/index.ts'
import { ToolChecklist } from '../../services/sync/authentication/tool-checklist.tsx'
import { readTools } from '../actions.ts'
import type { TokenValues } from './use-token-form.ts'

interface ToolsFieldProps {
  /** '' while none is chosen. */
  serviceId: string
  /** Its tools, where they are at hand. */
  known: TokenTool[] | undefined
  values: Pick<TokenValues, 'all' | 'allowedTools'>
  set: (change: Partial<TokenValues>) => void
  error: string | undefined
}

/** Which tools a token lets through: all that the service has, also later ones, or chosen ones. */
export function ToolsField({ serviceId, known, values: { all, allowedTools }, set, error }: ToolsFieldProps) {
  return (
    <div className="flex flex-col gap-2">
      <span className="font-medium text-sm">Tools</span>
      <SegmentedControl
        label="Tools"
        segments={[
          { value: 'all', label: 'All' },
          { value: 'some', label: 'Chosen ones', disabled: serviceId === '' },
        ]}
        value={all ? 'all' : 'some'}
        onChange={(choice) => set({ all: choice === 'all' })}
        className="self-start"
      />
      {all ? (
        <p className="text-muted-foreground text-xs">
          All that the service has, also those that it gets later. Fewer are cheaper and clearer for a model.
        </p>
      ) : (
        <ToolsOfService
          serviceId={serviceId}
          known={known}
          value={allowedTools}
          onChange={(chosen) => set({ allowedTools: chosen })}
          error={error}
        />
      )}
    </div>
  )
}

function ToolsOfService(props: {
  serviceId: string
  known: TokenTool[] | undefined
  value: string[]
  onChange: (value: string[]) => void
  error: string | undefined
}) {
  const { serviceId, known, value, onChange, error } = props
  const call = useCall()
  const [tools, setTools] = useState(known)
  const [fault, setFault] = useState<PublicError>()
  useEffect(() => {
    if (known !== undefined) return
    let left = false
    void call(() => readTools({ serviceId })).then((result) => {
      if (left) return
      if (result.ok) setTools(result.value)
      else setFault(result.error)
    })
    return () => {
      left = true
    }
  }, [call, known, serviceId])
  if (fault !== undefined)
    return (
      <Notice kind="bad" alert title={fault.message}>
        {fault.next}
      </Notice>
    )
  if (tools === undefined) return <Skeleton className="h-24 w-full rounded-lg" />
  if (tools.length === 0 && value.length === 0)
    return <Notice>No check has listed a tool of this service yet. Allow all, or check it first.</Notice>
  return (
    <>
      <ToolChecklist tools={tools} chosen={value} onChange={onChange} />
      {error !== undefined && (
        <p role="alert" className="text-bad text-xs">
          {error}
        </p>
      )}
    </>
  )
}
