import type { ChangeEvent } from 'react'
import { Card, CardBody, CardHeader } from '#components/ui/card.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { PasswordInput } from '#components/ui/password-input.tsx'
import type { ImportField } from '#lib/imports/schema.ts'
import { counted, listed } from '../../sync/words.ts'

interface FieldsCardProps {
  fields: readonly ImportField[]
  values: Record<string, string>
  onEnter: (name: string, value: string) => void
}

/** One field for each variable and placeholder of the texts, however many servers it is for. */
export function FieldsCard({ fields, values, onEnter }: FieldsCardProps) {
  const missing = fields.filter(({ needed }) => needed).length
  return (
    <Card>
      <CardHeader
        title="To fill in"
        detail={missing === 0 ? 'Nothing is missing.' : `${counted(missing, 'value')} missing.`}
      />
      <CardBody className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
        {fields.map((field) => {
          const value = values[field.name] ?? ''
          const entry = {
            mono: true,
            autoComplete: 'off',
            placeholder: field.default ?? '',
            value,
            onChange: ({ target }: ChangeEvent<HTMLInputElement>) => onEnter(field.name, target.value),
          }
          return (
            <Field
              key={field.name}
              label={field.label}
              optional={!field.needed && value === ''}
              required={field.needed}
              error={field.error}
              hint={hintOf(field, value)}
            >
              {field.secret ? <PasswordInput what="value" {...entry} /> : <Input {...entry} />}
            </Field>
          )
        })}
      </CardBody>
    </Card>
  )
}

function hintOf(field: ImportField, value: string): string {
  const where = `For ${listed(field.for)}`
  if (field.inUrl) return `${where}. Becomes part of the URL, which everybody here can read.`
  return field.needed || value !== '' ? `${where}. Sealed when imported.` : `${where}. Left empty, what is set stays.`
}
