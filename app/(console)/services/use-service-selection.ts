'use client'

import { useState } from 'react'
import { useCall } from '#app/login/session-keeper.tsx'
import { notify } from '#components/ui/toast.tsx'
import type { ServiceList } from '#lib/services/index.ts'
import { matchingIds } from './actions.ts'
import { tellFailure } from './failure.ts'
import { filterOf, type ServicesParams } from './search-params.ts'
import { select, useSelection, useTidySelection } from './use-selection.ts'

/** The selection as the table takes it, with «select all that match» where more match than the page shows. */
export function useServiceSelection(list: Pick<ServiceList, 'matchingNormal' | 'counts'>, params: ServicesParams) {
  const selected = useSelection()
  const call = useCall()
  const [busy, setBusy] = useState(false)
  useTidySelection(list.counts)
  const filtered = params.q !== '' || params.status !== null || params.namespace !== null || params.warned

  const selectAll = async () => {
    setBusy(true)
    const result = await call(() => matchingIds(filterOf(params)))
    setBusy(false)
    if (!result.ok) return tellFailure(result.error)
    const { ids, more } = result.value
    select(filtered ? new Set([...selected, ...ids]) : ids)
    if (more) notify.bad(`The first ${ids.length} are selected: that is as many as one synchronization takes.`)
  }
  const number = list.matchingNormal.toLocaleString('en')
  const which = filtered ? 'match and are normal' : 'are normal'
  const label = list.matchingNormal === 1 ? 'Select the one that is normal' : `Select all ${number} that ${which}`
  return {
    selected,
    onChange: select,
    ...(list.matchingNormal > 0 &&
      selected.size < list.matchingNormal && { selectAll: { label, onSelect: selectAll, busy } }),
  }
}
