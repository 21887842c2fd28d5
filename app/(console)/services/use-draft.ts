'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useCall } from '#app/login/session-keeper.tsx'
import { beginDraft } from './actions.ts'
import { tellFailure } from './failure.ts'

/** Begins a synchronization or a removal for some services and opens its dialog at `hrefOf(draft)`. */
export function useDraft(hrefOf: (draftId: string) => string) {
  const router = useRouter()
  const call = useCall()
  const [starting, setStarting] = useState(false)
  const start = async (kind: 'sync' | 'remove', serviceIds: string[]) => {
    if (starting) return
    setStarting(true)
    const result = await call(() => beginDraft({ kind, serviceIds }))
    setStarting(false)
    if (result.ok) router.push(hrefOf(result.value.id), { scroll: false })
    else tellFailure(result.error)
  }
  return { starting, start }
}
