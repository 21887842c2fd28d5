'use client'

import { Inbox } from 'lucide-react'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { StepFrame } from './step-frame.tsx'

interface NothingLeftProps {
  removal: boolean
  onClose: () => void
}

/** In place of the steps, when every selected service has been removed meanwhile. */
export function NothingLeft({ removal, onClose }: NothingLeftProps) {
  return (
    <StepFrame label="Nothing is left" note={null} primary={{ label: 'Select other services', onClick: onClose }}>
      <EmptyState icon={<Inbox />} title={`There is nothing left to ${removal ? 'remove' : 'synchronize'}`}>
        Nothing was written. Select other services in the table and begin again.
      </EmptyState>
    </StepFrame>
  )
}
