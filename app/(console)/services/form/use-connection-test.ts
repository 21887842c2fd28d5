'use client'

import { useEffect, useState } from 'react'
import type { UseFormReturn } from 'react-hook-form'
import { useCall } from '#app/login/session-keeper.tsx'
import type { TestReport } from '#lib/services/index.ts'
import { askRoute } from '../sync/ask-server.ts'
import type { ServiceFormValues } from './form-values.ts'
import type { TestState } from './test-panel.tsx'

const ASKED = ['url', 'transport', 'credential', 'keepCredential', 'timeoutSeconds'] as const

/** «Test» of what stands in the form now; its verdict is marked as old as soon as that changes. */
export function useConnectionTest(form: UseFormReturn<ServiceFormValues>, id: string | undefined) {
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
    const { url, transport, credential, keepCredential, timeoutSeconds } = form.getValues()
    if (
      !(await form.trigger(
        keepCredential ? ['url', 'transport', 'timeoutSeconds'] : ['url', 'transport', 'credential', 'timeoutSeconds'],
        { shouldFocus: true },
      ))
    )
      return
    setState({ step: 'asking', host: new URL(url).host })
    const result = await call(() =>
      askRoute<TestReport>('/services/test', {
        ...(id !== undefined && { id }),
        ...{ url, transport, timeoutSeconds },
        ...(!keepCredential && { credential }),
      }),
    )
    if (result.ok) return setState({ step: 'done', report: result.value, stale: false })
    const { fields, ...error } = result.error
    setState({ step: 'refused', error: { ...error, ...(fields && { message: Object.values(fields).join(' ') }) } })
  }
  return { state, run: () => void run() }
}
