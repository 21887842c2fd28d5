'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useCall } from '#app/login/session-keeper.tsx'
import { tellFailure } from './failure.ts'
import { askRoute } from './sync/ask-server.ts'

/** Checks single services, knows which are being checked, and shows the page anew when a verdict is there. */
export function useChecks(): { checking: ReadonlySet<string>; check: (id: string) => Promise<void> } {
  const router = useRouter()
  const call = useCall()
  const [checking, setChecking] = useState<ReadonlySet<string>>(new Set())
  const check = async (id: string) => {
    if (checking.has(id)) return
    setChecking((before) => new Set(before).add(id))
    const result = await call(() => askRoute<unknown>('/services/check', { id }))
    setChecking((before) => new Set([...before].filter((other) => other !== id)))
    if (!result.ok) tellFailure(result.error)
    router.refresh()
  }
  return { checking, check }
}
