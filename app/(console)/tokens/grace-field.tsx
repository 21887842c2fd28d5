'use client'

import { Field } from '#components/ui/field.tsx'
import { Select } from '#components/ui/select.tsx'
import { GRACE_OPTIONS } from './grace.ts'

/** How long an old token lives on beside the new one. */
export function GraceField({ value, onChange }: { value: number; onChange: (seconds: number) => void }) {
  return (
    <Field
      label="The old one lives on for"
      hint={
        value === 0
          ? 'Who still presents it is refused at once.'
          : 'Calls that are under way, and who has not heard of the new one yet, are still let in.'
      }
    >
      <Select
        options={GRACE_OPTIONS}
        value={String(value)}
        onValueChange={(next) => onChange(Number(next))}
        className="w-40"
      />
    </Field>
  )
}
