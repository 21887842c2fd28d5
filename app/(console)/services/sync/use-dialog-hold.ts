'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useCall } from '#app/login/session-keeper.tsx'
import type { FieldFaults, PublicError, Result } from '#lib/core/schema.ts'
import type { DraftStep, DraftView } from '#lib/sync/schema.ts'
import { askRoute, GIVEN_UP } from './ask-server.ts'
import type { DialogHold } from './dialog-context.ts'
import { stepsOf } from './steps.ts'
import { useStepInAddress } from './use-step-in-address.ts'

/** Keeps the draft, the step (in the address) and the last fault of the dialog. */
export function useDialogHold(initial: DraftView): {
  hold: DialogHold
  step: DraftStep
  unsaved: boolean
  chosen: string | null
} {
  const router = useRouter()
  const call = useCall()
  const [view, setView] = useState(initial)
  const [fault, setFault] = useState<PublicError | null>(null)
  const [unsaved, setUnsaved] = useState(false)
  const [chosen, setChosen] = useState<string | null>(null)
  const primary = useRef<(() => void) | null>(null)
  const leave = useRef<(() => Promise<boolean>) | null>(null)
  const { step, setStep } = useStepInAddress(view)

  const draftId = initial.id
  /** Takes over what has changed under the dialog; says nothing when it cannot be asked. */
  const reload = useCallback(async () => {
    const result = await askRoute<DraftView>('/services/sync/draft', { draftId }).catch(() => null)
    if (result?.ok) {
      setView(newerOf(result.value))
      // The page around the dialog brings the platforms that there are.
      if (result.value.problems.some(({ code }) => code === 'platform_gone')) router.refresh()
      // The draft itself may be gone: the page around it looks, and says so.
    } else if (result?.error.code === 'not_found') router.refresh()
  }, [draftId, router])
  // Who comes back from another tab or window may have removed something there.
  useEffect(() => {
    const back = () => void reload()
    window.addEventListener('focus', back)
    return () => window.removeEventListener('focus', back)
  }, [reload])

  const send = useCallback(
    async <T>(ask: () => Promise<Result<T>>, onFields?: (fields: FieldFaults) => void): Promise<T | null> => {
      setFault(null)
      const result = await call(ask)
      if (result.ok) return result.value
      const { error } = result
      if (error.code === GIVEN_UP) return null
      if (error.fields && onFields) onFields(error.fields)
      else setFault(error)
      if (error.code === 'not_found' || error.code === 'draft_incomplete') void reload()
      return null
    },
    [call, reload],
  )
  const go = useCallback(
    (to: DraftStep) => {
      setFault(null)
      setUnsaved(false)
      setChosen(null)
      setStep(to)
    },
    [setStep],
  )
  const hold = useMemo<DialogHold>(() => {
    const steps = stepsOf(view.kind)
    const at = steps.indexOf(step)
    const goTo = (to: DraftStep | undefined) => to && go(to)
    return {
      ...{ view, send, fault, go, primary, leave, setUnsaved, setChosen },
      apply: (answered) => setView(newerOf(answered)),
      next: (answered) => {
        setView(newerOf(answered))
        goTo(steps[at + 1])
      },
      back: () => goTo(steps[at - 1]),
    }
  }, [view, step, send, fault, go])
  return { hold, step, unsaved, chosen }
}

/** Several requests can be under way, and what was answered to a later change knows more, also when it comes first. */
function newerOf(answered: DraftView): (before: DraftView) => DraftView {
  return (before) => (answered.expiresAt >= before.expiresAt ? answered : before)
}
