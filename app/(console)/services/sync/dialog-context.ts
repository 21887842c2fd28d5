'use client'

import { createContext, type RefObject, useContext } from 'react'
import type { FieldFaults, PublicError, Result } from '#lib/core/schema.ts'
import type { DraftStep, DraftView } from '#lib/sync/schema.ts'

/** What the steps share: the draft as the server holds it, and the ways to ask, to move and to leave. */
export interface DialogHold {
  view: DraftView
  /** Takes over what the server answered. */
  apply: (view: DraftView) => void
  /**
   * Asks the server; where the session has ended, signs in over the dialog first. Null when it failed: then the fault is shown,
   * and faults of fields go to `onFields` where it is given.
   */
  send: <T>(ask: () => Promise<Result<T>>, onFields?: (fields: FieldFaults) => void) => Promise<T | null>
  fault: PublicError | null
  go: (step: DraftStep) => void
  /** Takes over what the server answered and shows the step after this one. */
  next: (view: DraftView) => void
  back: () => void
  /** What Ctrl Enter does in the step in view. */
  primary: RefObject<(() => void) | null>
  /** Saves what was typed in the step in view before another one is shown; false keeps the step. */
  leave: RefObject<(() => Promise<boolean>) | null>
  /** Whether the step in view holds something that is not saved. */
  setUnsaved: (unsaved: boolean) => void
  /** What is chosen in the step in view before it is saved, for the stepper: «3 of 14». */
  setChosen: (chosen: string | null) => void
}

export const DialogHoldContext = createContext<DialogHold | null>(null)

/** The dialog around a step. */
export function useDialog(): DialogHold {
  const hold = useContext(DialogHoldContext)
  if (hold === null) throw new Error('a step stands outside its dialog')
  return hold
}
