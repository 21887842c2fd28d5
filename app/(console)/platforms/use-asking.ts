'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { tellFailure } from '#app/(console)/services/failure.ts'
import { askRoute } from '#app/(console)/services/sync/ask-server.ts'
import { useCall } from '#app/login/session-keeper.tsx'
import { durationText } from '#components/time/format.ts'
import { notify } from '#components/ui/toast.tsx'
import type { ConnectionVerdict, PlatformFacts, Refreshed } from '#lib/platforms/index.ts'
import { counted } from './words.ts'

/** What a platform is being asked for now. */
export type Asking = 'test' | 'refresh'

type Asked = Pick<PlatformFacts, 'id' | 'name'>

/** Tests saved platforms and refreshes their namespaces; knows which are being asked, says what came, and shows the page anew. */
export function useAsking() {
  const router = useRouter()
  const call = useCall()
  const [asking, setAsking] = useState<ReadonlyMap<string, Asking>>(new Map())

  const during = async (id: string, what: Asking, ask: () => Promise<void>) => {
    if (asking.has(id)) return
    setAsking((before) => new Map(before).set(id, what))
    await ask()
    setAsking((before) => new Map([...before].filter(([other]) => other !== id)))
    router.refresh()
  }
  const test = ({ id, name }: Asked) =>
    during(id, 'test', async () => {
      const result = await call(() => askRoute<ConnectionVerdict>('/platforms/test', { id }))
      if (!result.ok) return tellFailure(result.error)
      const { value } = result
      // A failure stands on the page until a test succeeds; a toast would outlive it.
      if (!value.ok) return
      const { release, namespaces } = value.report
      notify.good(
        `${name}: connected in ${durationText(value.ms)}, ${counted(namespaces.length, 'namespace')}, release ${release}.`,
      )
    })
  const refresh = ({ id, name }: Asked) =>
    during(id, 'refresh', async () => {
      const result = await call(() => askRoute<Refreshed>('/platforms/refresh', { id }))
      if (result.ok) notify.good(`${name}: ${refreshedWords(result.value)}`)
      else tellFailure(result.error)
    })
  return { asking, test, refresh }
}

function refreshedWords({ total, added, vanished, left }: Refreshed): string {
  const changes = [...(added > 0 ? [`${added} new`] : []), ...(vanished > 0 ? [`${vanished} vanished`] : [])]
  const there = `${counted(total, 'namespace')}${changes.length > 0 ? `, ${changes.join(', ')}` : ', none new, none vanished'}.`
  return left === 0 ? there : `${there} The providers of ${left} are still being counted.`
}
