'use client'

import { exactTime } from '#components/time/format.ts'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { type Expiry, type ExpiryChoice, LENGTHS } from './expiry.ts'

interface ExpiryFieldProps {
  value: Expiry
  /** The expiry that can be kept; undefined for a new token. */
  kept: Date | null | undefined
  error: string | undefined
  onChange: (value: Expiry) => void
}

/** When a token ends by itself. */
export function ExpiryField({ value, kept, error, onChange }: ExpiryFieldProps) {
  const options: { value: ExpiryChoice; label: string }[] = [
    ...(kept ? [{ value: 'kept' as const, label: `as it is: ${exactTime(kept)}` }] : []),
    { value: 'never', label: 'never' },
    ...LENGTHS,
    { value: 'day', label: 'at the end of a day' },
  ]
  return (
    <div className="flex flex-wrap gap-3">
      <Field
        label="Expires"
        error={value.choice === 'day' ? undefined : error}
        hint="After that the gateway refuses it."
        className="min-w-52 flex-1"
      >
        <Select
          options={options}
          value={value.choice}
          onValueChange={(choice) => onChange({ ...value, choice: choice as ExpiryChoice })}
        />
      </Field>
      {value.choice === 'day' && (
        <Field label="Day" error={error} className="min-w-44 flex-1">
          <Input type="date" value={value.day} onChange={(event) => onChange({ ...value, day: event.target.value })} />
        </Field>
      )}
    </div>
  )
}
