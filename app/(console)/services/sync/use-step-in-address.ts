'use client'

import { useCallback, useEffect, useLayoutEffect, useState } from 'react'
import type { DraftStep, DraftView } from '#lib/sync/schema.ts'
import { reachableStep } from './steps.ts'

/**
 * The step in view, which is the fragment of the address: `#review`. Going back in the browser goes one step back.
 *
 * Not a search parameter, of which the router takes each value for another page: one that was asked for before a step
 * and comes after it would not fit, and the router then loads the document anew, with all that is typed in it lost.
 */
export function useStepInAddress(view: DraftView): { step: DraftStep; setStep: (to: DraftStep) => void } {
  const [wanted, setWanted] = useState<string | null>(null)
  const step = reachableStep(view, wanted)
  useLayoutEffect(() => {
    const look = () => setWanted(stepInAddress())
    look()
    window.addEventListener('popstate', look)
    return () => window.removeEventListener('popstate', look)
  }, [])
  // An address that names no step, or one that cannot be reached, is set right; unless it has just changed and is about to be looked at.
  useEffect(() => {
    if (wanted === step || wanted !== stepInAddress()) return
    window.history.replaceState(null, '', `#${step}`)
    setWanted(step)
  }, [wanted, step])
  const setStep = useCallback((to: DraftStep) => {
    setWanted(to)
    window.history.pushState(null, '', `#${to}`)
  }, [])
  return { step, setStep }
}

function stepInAddress(): string | null {
  return window.location.hash.slice(1) || null
}
