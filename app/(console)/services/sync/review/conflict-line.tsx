'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { SegmentedControl } from '#components/ui/segmented-control.tsx'
import { Select } from '#components/ui/select.tsx'
import { type ConflictChoice, type PlanConflict, type PlanItem, shownNameSchema } from '#lib/sync/schema.ts'

type Kind = ConflictChoice['kind']
const WORDS: Record<Kind, string> = { adopt: 'Adopt', rename: 'Rename', skip: 'Skip' }

interface ConflictLineProps {
  item: PlanItem
  conflict: PlanConflict
  onChoose: (choice: ConflictChoice) => void
  busy: boolean
}

/** A conflict with its choices in the row, each with its consequence; a name where one is needed. */
export function ConflictLine({ item, conflict, onChoose, busy }: ConflictLineProps) {
  const { chosen, choices, by } = conflict
  // A choice that needs more than a click stays here until it is whole.
  const [begun, setBegun] = useState<Kind | null>(null)
  const kind = begun ?? chosen?.kind
  const choice = choices.find((one) => one.kind === kind)
  const holders = by.length > 1 && kind === 'adopt'
  const [remoteId, setRemoteId] = useState(chosen?.kind === 'adopt' ? chosen.remoteId : (by[0]?.remoteId ?? ''))

  const choose = (next: Kind) => {
    const picked = choices.find((one) => one.kind === next)
    if (picked?.needsName || (next === 'adopt' && by.length > 1)) {
      setBegun(next)
      return
    }
    setBegun(null)
    if (next === 'skip') onChoose({ kind: 'skip' })
    if (next === 'adopt') onChoose({ kind: 'adopt', remoteId })
  }
  const finish = (name?: string) => {
    setBegun(null)
    if (kind === 'rename' && name !== undefined) onChoose({ kind: 'rename', name })
    if (kind === 'adopt') onChoose({ kind: 'adopt', remoteId, ...(name !== undefined && { name }) })
  }
  // A decided conflict is told by the summary of what was chosen.
  const decided = item.action !== 'conflict' && begun === null
  const named = chosen?.kind === kind && chosen && 'name' in chosen ? chosen.name : undefined
  return (
    <>
      <span className="min-w-0 max-md:col-span-2">
        <span className={decided ? '' : 'text-muted-foreground'}>{item.summary}</span>{' '}
        {choice && !decided && (
          <span>
            {WORDS[choice.kind]}: {choice.consequence}
          </span>
        )}
      </span>
      <SegmentedControl
        label={`What to do with ${item.service.name}`}
        segments={choices.map((one) => ({ value: one.kind, label: WORDS[one.kind] }))}
        value={kind}
        onChange={choose}
        disabled={busy}
        className="justify-self-end max-md:col-span-2 max-md:justify-self-stretch md:h-7"
      />
      {(holders || choice?.needsName) && (
        <div className="col-span-full flex flex-wrap items-start gap-2 pb-2 md:pl-[124px]">
          {holders && (
            <Select
              prefix="Which one"
              options={by.map((one) => ({ value: one.remoteId, label: one.name, hint: one.identifier }))}
              value={remoteId}
              onValueChange={setRemoteId}
            />
          )}
          {choice?.needsName ? (
            <NameForm start={named ?? conflict.suggestedName} busy={busy} kept={named} onSubmit={finish} />
          ) : (
            <Button busy={busy} onClick={() => finish()}>
              Adopt this one
            </Button>
          )}
        </div>
      )}
    </>
  )
}

const nameForm = z.object({ name: shownNameSchema })

function NameForm({
  start,
  busy,
  kept,
  onSubmit,
}: {
  start: string
  busy: boolean
  kept: string | undefined
  onSubmit: (name: string) => void
}) {
  const form = useForm({ resolver: zodResolver(nameForm), defaultValues: { name: start } })
  const same = form.watch('name').trim() === kept
  return (
    <form
      noValidate
      onSubmit={form.handleSubmit(({ name }) => onSubmit(name))}
      className="flex min-w-0 items-start gap-2 max-md:w-full"
    >
      <Field label="Name shown there" hideLabel error={form.formState.errors.name?.message} className="max-md:flex-1">
        <Input {...form.register('name')} autoComplete="off" className="w-60 max-md:w-full" />
      </Field>
      <Button type="submit" busy={busy} disabled={same}>
        {same ? 'Name taken over' : 'Take this name'}
      </Button>
    </form>
  )
}
