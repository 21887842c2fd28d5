'use client'

import { useQueryStates } from 'nuqs'
import { useTransition } from 'react'
import { SegmentedControl } from '#components/ui/segmented-control.tsx'
import type { CallSpan } from '#lib/calls/schema.ts'
import { useRefreshing } from '../use-refreshing.ts'
import { callsQuery } from './query.ts'

/** Calls come in while the page is open: it is read anew this often. */
const AGAIN_MS = 10_000

/** How far back the figures reach; it lives in the address, and the figures follow what happens. */
export function SpanSwitch() {
  const [busy, startTransition] = useTransition()
  const [{ calls }, setQuery] = useQueryStates(callsQuery, { shallow: false, startTransition })
  useRefreshing(AGAIN_MS)
  return (
    <span aria-busy={busy}>
      <SegmentedControl<CallSpan>
        size="sm"
        label="How far back"
        segments={[
          { value: '24h', label: '24 hours' },
          { value: '30d', label: '30 days' },
        ]}
        value={calls}
        onChange={(value) => void setQuery({ calls: value })}
      />
    </span>
  )
}
