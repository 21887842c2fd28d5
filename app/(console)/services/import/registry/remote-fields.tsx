'use client'

import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { TokenField } from '#components/ui/token-field.tsx'
import type { RemoteField } from '#lib/registry/index.ts'
import type { TakeForm } from './use-take-form.ts'

const NOTHING = ' none'

/** The fields of a remote: one a variable of its URL, one a header whose value is open. */
export function RemoteFields({ fields, form }: { fields: RemoteField[]; form: TakeForm }) {
  return fields.map((field) => (
    <Field
      key={field.key}
      label={field.label}
      required={field.required}
      optional={!field.required}
      error={form.faults[`values.${field.key}`]}
      hint={hintOf(field)}
    >
      <Control field={field} value={form.form.values[field.key] ?? ''} onChange={(v) => form.setValue(field.key, v)} />
    </Field>
  ))
}

interface ControlProps {
  field: RemoteField
  value: string
  onChange: (value: string) => void
}

function Control({ field, value, onChange }: ControlProps) {
  const placeholder = field.placeholder ?? undefined
  if (field.choices.length > 0)
    return (
      <Select
        options={[
          ...(field.required ? [] : [{ value: NOTHING, label: 'not sent' }]),
          ...field.choices.map((choice) => ({ value: choice, label: choice })),
        ]}
        value={value === '' ? (field.required ? undefined : NOTHING) : value}
        placeholder="Choose"
        onValueChange={(chosen) => onChange(chosen === NOTHING ? '' : chosen)}
      />
    )
  if (field.secret && !field.inUrl)
    return <TokenField value={value} onChange={onChange} placeholder={placeholder ?? `Paste ${field.label}`} />
  return (
    <Input
      mono
      autoComplete="off"
      spellCheck={false}
      inputMode={field.number ? 'decimal' : undefined}
      placeholder={placeholder}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}

function hintOf({ description, inUrl, secret }: RemoteField): string | undefined {
  const open = inUrl && secret ? 'It becomes part of the URL, which everybody who sees services can read.' : ''
  return [description, open].filter(Boolean).join(' ') || undefined
}
