'use client'

import { useEffect, useState } from 'react'
import type { FieldValues, Path, UseFormReturn } from 'react-hook-form'
import { useCall } from '#app/login/session-keeper.tsx'
import type { TestState } from '#components/ui/test-panel.tsx'
import { failureText } from '../services/failure.ts'
import { askRoute } from '../services/sync/ask-server.ts'
import { showAtFields } from './show-at-fields.ts'

interface ConnectionTest<Values extends FieldValues> {
  form: UseFormReturn<Values>
  /** The route that makes the test. */
  route: string
  /** What the verdict is about: it is marked as old as soon as one of these changes. */
  about: readonly Path<Values>[]
  /** The fields that must be right before anything is asked. */
  needs: (values: Values) => Path<Values>[]
  /** Who is asked, to be named meanwhile, and what is sent to the route. */
  asks: (values: Values) => { host: string; input: object }
}

/** A real test of what stands in a form now, saved or not. What the server refuses comes to its fields. */
export function useConnectionTest<Values extends FieldValues, Found>(test: ConnectionTest<Values>) {
  const { form, route, about, needs, asks } = test
  const { subscribe } = form
  const call = useCall()
  const [state, setState] = useState<TestState<Found>>({ step: 'none' })
  useEffect(
    () =>
      subscribe({
        formState: { values: true },
        callback: ({ name }) => {
          if (about.some((field) => name === field || name?.startsWith(`${field}.`)))
            setState((before) => (before.step === 'done' ? { ...before, stale: true } : before))
        },
      }),
    [subscribe, about],
  )

  const run = async () => {
    if (state.step === 'asking' || !(await form.trigger(needs(form.getValues()), { shouldFocus: true }))) return
    const { host, input } = asks(form.getValues())
    setState({ step: 'asking', host })
    const result = await call(() => askRoute<Found>(route, input))
    if (result.ok) setState({ step: 'done', found: result.value, stale: false })
    else if (showAtFields(form, result.error)) setState({ step: 'none' })
    else setState({ step: 'refused', text: failureText(result.error) })
  }
  return { state, run: () => void run() }
}
