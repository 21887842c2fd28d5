'use client'

import { useState } from 'react'
import { useCall } from '#app/login/session-keeper.tsx'
import type { Selection } from '#components/data-table/types.ts'
import { notify } from '#components/ui/toast.tsx'
import type { TokenList, TokenSummary } from '#lib/tokens/index.ts'
import { matchingIds } from './actions.ts'
import { filterOf, type TokensParams } from './search-params.ts'

/** The selection as the table takes it; it lasts as long as the page, across its pages and filters. */
export function useTokenSelection(list: TokenList, params: TokensParams): Selection<TokenSummary> {
  const call = useCall()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [busy, setBusy] = useState(false)
  const selectAll = async () => {
    setBusy(true)
    const result = await call(() => matchingIds(filterOf(params)))
    setBusy(false)
    if (!result.ok) return notify.bad(`${result.error.message} ${result.error.next ?? ''}`.trim())
    const { ids, more } = result.value
    setSelected(new Set(ids))
    if (more) notify.bad(`The first ${ids.length} are selected: that is as many as one act takes.`)
  }
  const label = `Select all ${list.matching.toLocaleString('en')} that match`
  return {
    selected,
    onChange: setSelected,
    ...(selected.size > 0 &&
      params.show !== 'over' &&
      list.matching > list.pageSize &&
      selected.size < list.matching && { selectAll: { label, onSelect: () => void selectAll(), busy } }),
  }
}
