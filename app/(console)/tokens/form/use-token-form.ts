'use client'

import { useState } from 'react'
import type { z } from 'zod'
import { useCall } from '#app/login/session-keeper.tsx'
import type { PublicError } from '#lib/core/schema.ts'
import type { ShownToken, TokenDetail } from '#lib/tokens/index.ts'
import { createTokenSchema, updateTokenSchema } from '#lib/tokens/schema.ts'
import { changeToken, makeToken } from '../actions.ts'
import { type Expiry, momentOf } from './expiry.ts'

/** What the form holds, as it is typed. */
export interface TokenValues {
  serviceId: string
  name: string
  /** All tools, or those of `allowedTools`. */
  all: boolean
  allowedTools: string[]
  toolPrefix: string
  callsPerMinute: string
  expiry: Expiry
}

interface TokenForm {
  values: TokenValues
  set: (change: Partial<TokenValues>) => void
  dirty: boolean
  saving: boolean
  /** Faults by field, shown after the first try to save. */
  faults: Record<string, string>
  /** Why the last save failed, where that belongs to no field. */
  refusal: PublicError | null
  save: () => Promise<void>
}

/** The form's state; parsed by the server's own schema here, and again there. */
export function useTokenForm(
  token: TokenDetail | undefined,
  serviceId: string | null,
  onSaved: (made: ShownToken | undefined) => void,
): TokenForm {
  const call = useCall()
  const [initial] = useState(() => valuesOf(token, serviceId))
  const [values, setValues] = useState(initial)
  const [tried, setTried] = useState(false)
  const [serverFaults, setServerFaults] = useState<Record<string, string>>({})
  const [refusal, setRefusal] = useState<PublicError | null>(null)
  const [saving, setSaving] = useState(false)

  const input = inputOf(values, token)
  const faults = tried ? { ...faultsOf(token ? updateTokenSchema : createTokenSchema, input), ...serverFaults } : {}
  const save = async () => {
    setTried(true)
    setRefusal(null)
    setServerFaults({})
    if (saving || Object.keys(faultsOf(token ? updateTokenSchema : createTokenSchema, input)).length > 0) return
    setSaving(true)
    const result = token
      ? await call(() => changeToken(input as Parameters<typeof changeToken>[0]))
      : await call(() => makeToken(input as Parameters<typeof makeToken>[0]))
    setSaving(false)
    if (result.ok) return onSaved('token' in result.value ? result.value : undefined)
    if (result.error.fields === undefined) setRefusal(result.error)
    else setServerFaults(result.error.fields)
  }
  return {
    values,
    set: (change) => {
      setServerFaults({})
      setValues((before) => ({ ...before, ...change }))
    },
    dirty: JSON.stringify(values) !== JSON.stringify(initial),
    ...{ saving, faults, refusal, save },
  }
}

function valuesOf(token: TokenDetail | undefined, serviceId: string | null): TokenValues {
  const { allowedTools = null, toolPrefix = null, callsPerMinute = null } = token?.options ?? {}
  return {
    serviceId: token?.service.id ?? serviceId ?? '',
    name: token?.name ?? '',
    all: allowedTools === null,
    allowedTools: allowedTools ?? [],
    toolPrefix: toolPrefix ?? '',
    callsPerMinute: callsPerMinute?.toString() ?? '',
    expiry: { choice: token?.expiresAt ? 'kept' : token ? 'never' : '90', day: '' },
  }
}

function inputOf(values: TokenValues, token: TokenDetail | undefined) {
  const { all, allowedTools, toolPrefix, callsPerMinute, expiry, serviceId, name } = values
  const moment = momentOf(expiry, token?.expiresAt ?? null)
  return {
    ...(token ? { tokenId: token.id, ...(token.purpose === 'manual' && { name }) } : { serviceId, name }),
    options: {
      allowedTools: all ? null : allowedTools,
      toolPrefix: toolPrefix.trim() === '' ? null : toolPrefix,
      callsPerMinute: callsPerMinute.trim() === '' ? null : Number(callsPerMinute),
    },
    expiresAt: moment === 'invalid' ? new Date(Number.NaN) : moment,
  }
}

function faultsOf(schema: z.ZodType, input: unknown): Record<string, string> {
  const faults: Record<string, string> = {}
  for (const { path, message } of schema.safeParse(input).error?.issues ?? []) faults[path.join('.')] ??= message
  return faults
}
