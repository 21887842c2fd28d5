'use client'

import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import type { RegistryServer, RemoteChoice } from '#lib/registry/index.ts'
import { TRANSPORT_LABELS } from '../../transport.ts'
import { RemoteFields } from './remote-fields.tsx'
import type { TakeForm } from './use-take-form.ts'

/** The form that makes a service of a server: how it is reached, what that asks for, and what it is called here. */
export function TakeFields({ server, take }: { server: RegistryServer; take: TakeForm }) {
  const { form, set, setName, faults } = take
  const remote = server.remotes[form.remote]
  return (
    <>
      <Field label="URL" error={faults.remote}>
        {server.remotes.length > 1 ? (
          <Select
            options={server.remotes.map(({ url, transport }, index) => ({
              ...{ value: String(index), label: url, hint: TRANSPORT_LABELS[transport] },
            }))}
            value={String(form.remote)}
            onValueChange={(value) => set({ remote: Number(value) })}
            className="font-mono text-xs"
          />
        ) : (
          <Input mono readOnly value={remote?.url ?? ''} />
        )}
      </Field>
      {remote !== undefined && <p className="-mt-2.5 text-muted-foreground text-xs">{asks(remote)}</p>}
      {remote !== undefined && <RemoteFields fields={remote.fields} form={take} />}
      <div className="grid grid-cols-2 items-start gap-3 border-t pt-4 max-md:grid-cols-1">
        <Field label="Name" required error={faults.name}>
          <Input autoComplete="off" dir="auto" value={form.name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field
          label="Identifier"
          required
          error={faults.identifier}
          hint="Applications on platforms refer to its tools by it: choose it for good."
        >
          <Input
            mono
            autoComplete="off"
            spellCheck={false}
            value={form.identifier}
            onChange={(event) => set({ identifier: event.target.value })}
          />
        </Field>
      </div>
    </>
  )
}

function asks({ transport, fields }: RemoteChoice): string {
  if (fields.length === 0) return `${TRANSPORT_LABELS[transport]}. The registry names nothing that it asks for.`
  const required = fields.filter((field) => field.required).length
  const optional = fields.length - required
  const parts = [...(required > 0 ? [`${required} to fill in`] : []), ...(optional > 0 ? [`${optional} optional`] : [])]
  return `${TRANSPORT_LABELS[transport]}, ${parts.join(', ')}.`
}
