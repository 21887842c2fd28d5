'use client'

import { useEffect, useState } from 'react'
import type { UseFormReturn } from 'react-hook-form'
import { askRoute } from '#app/(console)/services/sync/ask-server.ts'
import { useCall } from '#app/login/session-keeper.tsx'
import type { PublicError } from '#lib/core/index.ts'
import type { ConnectionVerdict, PlatformFacts } from '#lib/platforms/index.ts'
import { readAddress } from '#lib/platforms/schema.ts'
import { type PlatformFormValues, testInput } from './form-values.ts'
import { showAtFields } from './use-platform-form.ts'

/** What is known of the last «Test connection»: nothing, that it runs, what it found, or why it could not be made. */
export type TestState =
  | { step: 'none' }
  | { step: 'asking'; host: string }
  | { step: 'done'; verdict: ConnectionVerdict; stale: boolean }
  | { step: 'refused'; error: PublicError }

const ASKED = ['baseUrl', 'login', 'replaceSecret'] as const

/** «Test connection» of what stands in the form now; its verdict is marked as old as soon as that changes. */
export function useConnectionTest(form: UseFormReturn<PlatformFormValues>, stored: PlatformFacts | undefined) {
  const call = useCall()
  const [state, setState] = useState<TestState>({ step: 'none' })
  useEffect(
    () =>
      form.subscribe({
        formState: { values: true },
        callback: ({ name }) => {
          if (ASKED.some((field) => name === field || name?.startsWith(`${field}.`)))
            setState((before) => (before.step === 'done' ? { ...before, stale: true } : before))
        },
      }),
    [form],
  )

  const run = async () => {
    if (state.step === 'asking' || !(await form.trigger(['baseUrl', 'webUrl', 'login'], { shouldFocus: true }))) return
    const values = form.getValues()
    const read = readAddress(values.baseUrl)
    setState({ step: 'asking', host: read.ok ? new URL(read.address.baseUrl).host : 'Dify' })
    const result = await call(() => askRoute<ConnectionVerdict>('/platforms/test', testInput(values, stored)))
    if (result.ok) setState({ step: 'done', verdict: result.value, stale: false })
    else if (showAtFields(form, result.error)) setState({ step: 'none' })
    else setState({ step: 'refused', error: result.error })
  }
  return { state, run: () => void run() }
}
