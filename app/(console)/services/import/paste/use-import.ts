'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { PublicError } from '#lib/core/schema.ts'
import type { Choice, ImportOutcome, ImportPreview } from '#lib/imports/schema.ts'
import { askRoute, GIVEN_UP } from '../../sync/ask-server.ts'

/** A text that was pasted or dropped. */
export interface SourceText {
  name: string
  text: string
}

/** After the last key: long enough that typing does not ask at each letter. */
const PAUSE_MS = 350

/**
 * Keeps texts, entered values and choices in the browser, and asks after each change what importing would do. An answer that comes
 * after the next change is dropped.
 */
export function useImport() {
  const [texts, setTexts] = useState<SourceText[]>([])
  const [values, setValues] = useState<Record<string, string>>({})
  const [choices, setChoices] = useState<Record<string, Choice>>({})
  const [preview, setPreview] = useState<ImportPreview | null>(null)
  const [error, setError] = useState<PublicError | null>(null)
  const [busy, setBusy] = useState<'look' | 'import' | null>(null)
  const [outcome, setOutcome] = useState<ImportOutcome | null>(null)
  const [asked, setAsked] = useState(0)
  const asking = useRef<AbortController | null>(null)

  useEffect(() => {
    asking.current?.abort()
    if (texts.length === 0) return
    const controller = new AbortController()
    asking.current = controller
    const timer = setTimeout(
      async () => {
        const answer = await askRoute<ImportPreview>(
          '/services/import/preview',
          { texts, values, choices },
          controller.signal,
        ).catch(() => UNREACHED)
        if (controller.signal.aborted || (!answer.ok && answer.error.code === GIVEN_UP)) return
        setBusy(null)
        if (answer.ok) setPreview(answer.value)
        else setError(answer.error)
      },
      asked === 0 ? 0 : PAUSE_MS,
    )
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [texts, values, choices, asked])

  const dirty = texts.length > 0
  useEffect(() => {
    if (!dirty) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [dirty])

  const changed = useCallback(() => {
    setBusy('look')
    setError(null)
    setAsked((count) => count + 1)
  }, [])
  const changeTexts = useCallback(
    (next: SourceText[]) => {
      setTexts(next)
      // Rows are named by their place, which another text may take.
      setChoices({})
      setOutcome(null)
      if (next.length > 0) return changed()
      setPreview(null)
      setError(null)
      setBusy(null)
    },
    [changed],
  )
  const enter = useCallback(
    (name: string, value: string) => {
      setValues((before) => ({ ...before, [name]: value }))
      changed()
    },
    [changed],
  )
  const choose = useCallback(
    (keys: readonly string[], choice: Choice) => {
      setChoices((before) => ({ ...before, ...Object.fromEntries(keys.map((key) => [key, choice])) }))
      changed()
    },
    [changed],
  )
  const apply = async () => {
    if (preview === null) return
    setBusy('import')
    const answer = await askRoute<ImportOutcome>('/services/import/apply', {
      texts,
      values,
      choices,
      digest: preview.digest,
    }).catch(() => UNREACHED)
    if (!answer.ok) {
      setBusy(null)
      // The new preview comes below the sentence that asks to look at it.
      if (answer.error.code === 'import_changed') changed()
      return setError(answer.error)
    }
    setBusy(null)
    // Texts and values hold secrets: they go as soon as they are not needed.
    setTexts([])
    setValues({})
    setChoices({})
    setPreview(null)
    setError(null)
    setOutcome(answer.value)
  }
  return { texts, values, choices, preview, error, busy, outcome, changeTexts, enter, choose, apply }
}

const UNREACHED = {
  ok: false as const,
  error: {
    code: 'unreached',
    message: 'The server did not answer.',
    next: 'What you pasted is still here. Try again.',
  } as PublicError,
}
