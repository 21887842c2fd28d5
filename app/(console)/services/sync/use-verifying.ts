'use client'

import { useCallback, useState } from 'react'
import type { DraftView } from '#lib/sync/schema.ts'
import { askRoute } from './ask-server.ts'
import { slotKey } from './authentication/fields.ts'
import { useDialog } from './dialog-context.ts'

/** What is asked: all, one service, or one of its slots. */
interface Target {
  serviceId?: string
  namespaceId?: string | null
}

interface Verifying {
  /** The slots of a service that are being asked now. */
  askingOf: (serviceId: string) => ReadonlySet<string>
  any: boolean
  /** Asks as the platform would; the answered draft, or null when that failed. */
  verify: (view: DraftView, target: Target) => Promise<DraftView | null>
}

/** Keeps which slots are being asked; several can be at the same time. */
export function useVerifying(): Verifying {
  const { send, apply } = useDialog()
  const [asking, setAsking] = useState<ReadonlyMap<string, number>>(new Map())

  const verify = useCallback(
    async (view: DraftView, { serviceId, namespaceId }: Target) => {
      const slots = view.authentication
        .filter((service) => serviceId === undefined || service.serviceId === serviceId)
        .flatMap((service) => service.slots.map((slot) => ({ serviceId: service.serviceId, ...slot })))
        .filter((slot) => namespaceId === undefined || slot.namespaceId === namespaceId)
        .map((slot) => `${slot.serviceId}/${slotKey(slot.namespaceId)}`)
      setAsking((before) => counted(before, slots, 1))
      const body = { draftId: view.id, serviceId, ...(namespaceId !== null && { namespaceId }) }
      const answered = await send(() => askRoute<DraftView>('/services/sync/verify', body))
      setAsking((before) => counted(before, slots, -1))
      if (answered) apply(answered)
      return answered
    },
    [send, apply],
  )
  return {
    verify,
    any: asking.size > 0,
    askingOf: (serviceId) =>
      new Set(
        [...asking.keys()]
          .filter((path) => path.startsWith(`${serviceId}/`))
          .map((path) => path.slice(serviceId.length + 1)),
      ),
  }
}

function counted(before: ReadonlyMap<string, number>, paths: string[], by: number): ReadonlyMap<string, number> {
  const after = new Map(before)
  for (const path of paths) {
    const count = (after.get(path) ?? 0) + by
    if (count > 0) after.set(path, count)
    else after.delete(path)
  }
  return after
}
