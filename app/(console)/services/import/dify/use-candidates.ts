'use client'

import pLimit from 'p-limit'
import { useEffect, useRef, useState } from 'react'
import type { Candidate, ForeignView, TriedCandidate } from '#lib/sync/schema.ts'
import { askRoute } from '../../sync/ask-server.ts'
import {
  type CandidateForm,
  faultOf,
  initialForm,
  isUntouched,
  saidAs,
  subjectOf,
  type Tried,
  tryInput,
} from './candidate-form.ts'

/** So many addresses are asked at once. */
const AT_A_TIME = 4
/** A pause in typing after which an address is asked. */
const PAUSE_MS = 700

/** How far a row is. */
export type Readiness = 'left' | 'open' | 'faulty' | 'ready'

export interface Row {
  candidate: Candidate
  form: CandidateForm
  tried: Tried | undefined
  readiness: Readiness
}

/** The rows of what was found: what is filled in, and what trying it showed. Addresses are tried by themselves, a few at a time. */
export function useCandidates(view: ForeignView | null) {
  const [forms, setForms] = useState<ReadonlyMap<string, CandidateForm>>(new Map())
  const [tried, setTried] = useState<ReadonlyMap<string, Tried>>(new Map())
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>())
  const limit = useRef(pLimit(AT_A_TIME))
  const latest = useRef(forms)
  latest.current = forms

  useEffect(() => {
    // What was typed before a second look stays with its row.
    if (view !== null)
      setForms((before) => new Map(view.candidates.map((one) => [one.key, before.get(one.key) ?? initialForm(one)])))
  }, [view])
  useEffect(() => {
    const waiting = timers.current
    return () => {
      for (const timer of waiting.values()) clearTimeout(timer)
    }
  }, [])

  const ask = async (platformId: string, candidate: Candidate) => {
    const form = latest.current.get(candidate.key)
    if (form === undefined || form.take === 'leave' || faultOf(candidate, form) !== null) return
    if (isUntouched(candidate, form)) return
    const of = subjectOf(form)
    const note = (state: Tried['state']) => setTried((before) => new Map(before).set(candidate.key, { of, state }))
    note('asking')
    const answer = await limit.current(() =>
      askRoute<TriedCandidate>('/services/import/dify/try', tryInput(platformId, candidate, form)),
    )
    const now = latest.current.get(candidate.key)
    if (now === undefined || subjectOf(now) !== of) return
    note(answer.ok ? answer.value : { state: 'fault', message: answer.error.message, next: answer.error.next ?? null })
  }

  const change = (candidate: Candidate, part: Partial<CandidateForm>, pause = PAUSE_MS) => {
    setForms((before) => {
      const form = before.get(candidate.key) ?? initialForm(candidate)
      const take = part.take ?? form.take
      const said = part.take === undefined ? {} : { said: saidAs(candidate, take) }
      return new Map(before).set(candidate.key, { ...form, ...said, ...part })
    })
    clearTimeout(timers.current.get(candidate.key))
    if (view === null) return
    const { platformId } = view
    timers.current.set(
      candidate.key,
      setTimeout(() => void ask(platformId, candidate), pause),
    )
  }

  const rows: Row[] = (view?.candidates ?? []).map((candidate) => {
    const form = forms.get(candidate.key) ?? initialForm(candidate)
    const last = tried.get(candidate.key)
    return {
      ...{ candidate, form },
      tried: last?.of === subjectOf(form) ? last : undefined,
      readiness: readinessOf(candidate, form),
    }
  })
  return { rows, change }
}

function readinessOf(candidate: Candidate, form: CandidateForm): Readiness {
  if (form.take === 'leave') return 'left'
  if (isUntouched(candidate, form)) return 'open'
  return faultOf(candidate, form) === null ? 'ready' : 'faulty'
}
