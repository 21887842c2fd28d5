'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useLeaveGuard } from './use-leave-guard.ts'

interface Leaving {
  /** Something typed would be lost. */
  dirty: boolean
  /** It is left for good, and what comes is on its way. */
  finished: boolean
  /** Leads to `closeHref`, or asks first while something would be lost. */
  cancel: () => void
  /** Leaves for good, for another address or for `closeHref`: what was typed is saved. */
  finish: (href?: string) => void
  /** The question, for `FormDialog`. */
  question: { open: boolean; onOpenChange: (open: boolean) => void; onConfirm: () => void }
}

/** How the dialog of a form is left: at once after saving, else only after a question while something typed would be lost. */
export function useLeaving(isDirty: boolean, closeHref: string): Leaving {
  const router = useRouter()
  const [asking, setAsking] = useState(false)
  const [done, setDone] = useState(false)
  const dirty = isDirty && !done
  const leave = useLeaveGuard(dirty, () => setAsking(true))
  const go = (href: string) =>
    leave(() => {
      router.replace(href, { scroll: false })
      router.refresh()
    })
  const finish = (href = closeHref) => {
    setDone(true)
    go(href)
  }
  return {
    dirty,
    finished: done,
    cancel: () => (dirty ? setAsking(true) : go(closeHref)),
    finish,
    question: {
      open: asking,
      onOpenChange: setAsking,
      onConfirm: () => {
        setAsking(false)
        finish()
      },
    },
  }
}
