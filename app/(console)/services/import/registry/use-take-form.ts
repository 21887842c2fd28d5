'use client'

import { useState } from 'react'
import { useCall } from '#app/login/session-keeper.tsx'
import type { PublicError } from '#lib/core/schema.ts'
import type { RegistryServer } from '#lib/registry/index.ts'
import type { ServiceFacts } from '#lib/services/index.ts'
import { proposeIdentifier } from '#lib/services/schema.ts'
import { ICON_COLORS, PALE_COLORS } from '../../form/icon-palette.ts'
import { take } from './actions.ts'
import { shownName } from './words.ts'

const NAME_LENGTH = 40

interface TakeValues {
  name: string
  identifier: string
  /** Which of the server's remotes. */
  remote: number
  /** By a field's key. */
  values: Record<string, string>
}

export interface TakeForm {
  form: TakeValues
  set: (change: Partial<TakeValues>) => void
  setName: (name: string) => void
  setValue: (key: string, value: string) => void
  dirty: boolean
  saving: boolean
  /** Faults by field, as the server found them. */
  faults: Record<string, string>
  /** Why it was refused, where that belongs to no field. */
  refusal: PublicError | null
  /** How often saving was refused. */
  refusals: number
  save: () => Promise<void>
}

/** The state of the form that a server's remote becomes. Everything typed stays through every fault. */
export function useTakeForm(server: RegistryServer, onTaken: (service: ServiceFacts) => void): TakeForm {
  const call = useCall()
  const [initial] = useState(() => valuesOf(server))
  const [form, setForm] = useState(initial)
  const [ownIdentifier, setOwnIdentifier] = useState(false)
  const [faults, setFaults] = useState<Record<string, string>>({})
  const [refusal, setRefusal] = useState<PublicError | null>(null)
  const [refusals, setRefusals] = useState(0)
  const [saving, setSaving] = useState(false)
  // New services differ a little even where nobody chooses.
  const [iconColor] = useState(() => ICON_COLORS[Math.floor(Math.random() * PALE_COLORS)] ?? ICON_COLORS[0])

  const change = (part: Partial<TakeValues>, keys: string[]) => {
    setForm((before) => ({ ...before, ...part }))
    setFaults((before) => Object.fromEntries(Object.entries(before).filter(([key]) => !keys.includes(key))))
  }
  const save = async () => {
    if (saving) return
    setSaving(true)
    setRefusal(null)
    const { name, version } = server
    const result = await call(() => take({ ...form, server: name, version, iconColor }))
    setSaving(false)
    if (result.ok) return onTaken(result.value)
    const { fields = {} } = result.error
    setFaults(fields)
    const known = Object.keys(fields).some((key) => key !== 'form')
    setRefusal(known ? null : { ...result.error, message: fields.form ?? result.error.message })
    setRefusals((before) => before + 1)
  }
  return {
    form,
    set: (part) => {
      if (part.identifier !== undefined) setOwnIdentifier(part.identifier !== '')
      change(part, Object.keys(part))
    },
    setName: (name) =>
      ownIdentifier
        ? change({ name }, ['name'])
        : change({ name, identifier: proposeIdentifier(name) }, ['name', 'identifier']),
    setValue: (key, value) => change({ values: { ...form.values, [key]: value } }, [`values.${key}`]),
    dirty: JSON.stringify(form) !== JSON.stringify(initial),
    ...{ saving, faults, refusal, refusals, save },
  }
}

function valuesOf(server: RegistryServer): TakeValues {
  const name = [...shownName(server)].slice(0, NAME_LENGTH).join('').trim()
  // What two ways of reaching it ask for under one key is one question.
  const fields = server.remotes.flatMap(({ fields: each }) => each)
  return {
    ...{ name, identifier: proposeIdentifier(name), remote: 0 },
    values: Object.fromEntries(fields.map(({ key, default: preset }) => [key, preset])),
  }
}
