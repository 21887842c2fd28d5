'use client'

import { useId, useState } from 'react'
import { useCall } from '#app/login/session-keeper.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card, CardBody, CardFooter, CardHeader } from '#components/ui/card.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Select } from '#components/ui/select.tsx'
import { Switch } from '#components/ui/switch.tsx'
import { notify } from '#components/ui/toast.tsx'
import type { PublicError } from '#lib/core/index.ts'
import type { Settings } from '#lib/settings/schema.ts'
import { GRACE_OPTIONS } from '../tokens/grace.ts'
import { changeSettings } from './actions.ts'

const USUAL_DAYS = '90'

/** Whether generated tokens are rolled by themselves, when they are so old, and how long the old ones live on. */
export function RollingCard({
  settings: { rollTokensAfterDays, rollTokensGraceSeconds },
}: {
  settings: Pick<Settings, 'rollTokensAfterDays' | 'rollTokensGraceSeconds'>
}) {
  const call = useCall()
  const label = useId()
  const [on, setOn] = useState(rollTokensAfterDays !== null)
  const [days, setDays] = useState(String(rollTokensAfterDays ?? USUAL_DAYS))
  const [grace, setGrace] = useState(rollTokensGraceSeconds)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<PublicError>()
  const wanted = on ? Number(days || Number.NaN) : null
  const dirty = wanted !== rollTokensAfterDays || grace !== rollTokensGraceSeconds

  const save = async () => {
    setBusy(true)
    setRefusal(undefined)
    const result = await call(() => changeSettings({ rollTokensAfterDays: wanted, rollTokensGraceSeconds: grace }))
    setBusy(false)
    if (!result.ok) return setRefusal(result.error)
    notify.good(on ? `Tokens older than ${days} days are rolled by themselves.` : 'Tokens are rolled by hand alone.')
  }
  const fault = refusal?.fields?.rollTokensAfterDays
  return (
    <Card>
      <CardHeader title="Rolling tokens" detail="For everybody" />
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (dirty && !busy) void save()
        }}
      >
        <CardBody className="flex flex-col gap-4">
          <div className="flex items-center gap-3">
            <Switch aria-labelledby={label} checked={on} onCheckedChange={setOn} />
            <span id={label}>Roll generated tokens by themselves, once a day</span>
          </div>
          {on && (
            <div className="flex flex-wrap gap-x-8 gap-y-4">
              <Field
                label="Those older than"
                hint="Days. Each platform is given the new one and has to connect with it."
                error={fault}
                className="w-72 max-md:w-full"
              >
                <Input
                  type="number"
                  inputMode="numeric"
                  min={1}
                  max={3650}
                  value={days}
                  onChange={(event) => setDays(event.target.value)}
                  className="w-28"
                />
              </Field>
              <Field
                label="The old one lives on for"
                hint="Counted from when the new one has proved itself."
                className="w-72 max-md:w-full"
              >
                <Select
                  options={GRACE_OPTIONS}
                  value={String(grace)}
                  onValueChange={(value) => setGrace(Number(value))}
                  className="w-40"
                />
              </Field>
            </div>
          )}
          {refusal !== undefined && fault === undefined && (
            <Notice kind="bad" alert title={refusal.message}>
              {refusal.next}
            </Notice>
          )}
        </CardBody>
        <CardFooter>
          <Button type="submit" busy={busy} disabled={!dirty}>
            Change rolling
          </Button>
        </CardFooter>
      </form>
    </Card>
  )
}
