'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { Layers, Plus } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { useController, useForm } from 'react-hook-form'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { RadioGroup } from '#components/ui/radio.tsx'
import { choosePlatformSchema } from '#lib/sync/schema.ts'
import { askRoute } from './ask-server.ts'
import { useDialog } from './dialog-context.ts'
import { submitPlatform } from './platform-action.ts'
import type { PlatformCard } from './platform-card.ts'
import { PlatformChoice } from './platform-choice.tsx'
import { StepFrame } from './step-frame.tsx'
import { connectHref } from './steps.ts'
import { counted } from './words.ts'

interface PlatformStepProps {
  label: string
  platforms: PlatformCard[]
  mayConnect: boolean
}

/** Step 1: where the tools are to appear, and what this synchronization is called. */
export function PlatformStep({ label, platforms, mayConnect }: PlatformStepProps) {
  const { view, send, next, setUnsaved, setChosen } = useDialog()
  const router = useRouter()
  const [saving, setSaving] = useState(false)
  const [asking, setAsking] = useState<string | null>(null)
  const usable = platforms.filter((platform) => platform.fault === null)
  const only = usable.length === 1 ? usable[0]?.id : undefined
  const form = useForm({
    resolver: zodResolver(choosePlatformSchema),
    defaultValues: { draftId: view.id, platformId: view.platform?.id ?? only ?? '', name: view.name ?? '' },
  })
  const { errors } = form.formState
  const { field: choice } = useController({ control: form.control, name: 'platformId' })
  const chosen = usable.find((platform) => platform.id === choice.value)
  const removal = view.kind === 'remove'

  const submit = form.handleSubmit(async (values) => {
    setSaving(true)
    const answered = await send(
      () => submitPlatform(values),
      (fields) => {
        for (const [field, message] of Object.entries(fields))
          form.setError(field === 'name' ? 'name' : 'platformId', { message }, { shouldFocus: true })
      },
    )
    setSaving(false)
    if (answered) next(answered)
  })
  const ask = async (id: string) => {
    setAsking(id)
    // What it answered is kept with the platform: the page brings the card anew.
    if (await send(() => askRoute('/services/sync/test-platform', { id }))) router.refresh()
    setAsking(null)
  }
  const named = form.watch('name') !== (view.name ?? '')
  useEffect(() => setUnsaved(named), [named, setUnsaved])
  const chosenName = chosen?.name ?? null
  useEffect(() => setChosen(chosenName), [chosenName, setChosen])

  if (platforms.length === 0)
    return (
      <StepFrame
        label={`${label}: Platform`}
        note="A platform is needed first."
        primary={{ label: 'Next', onClick: () => {}, disabled: true }}
      >
        <NoPlatform draftId={view.id} mayConnect={mayConnect} />
      </StepFrame>
    )
  const dropped = view.platform !== null && chosen !== undefined && chosen.id !== view.platform.id
  return (
    <StepFrame
      label={`${label}: Platform`}
      note={
        chosen === undefined
          ? 'Choose a platform.'
          : dropped && view.namespaces.length > 0
            ? `Another platform: the ${counted(view.namespaces.length, 'namespace')} of ${view.platform?.name} are let go.`
            : `Next: which of its ${counted(chosen.namespaces.available, 'available namespace')}.`
      }
      primary={{ label: 'Next', onClick: submit, busy: saving, disabled: chosen === undefined }}
    >
      <form onSubmit={submit} noValidate>
        <p className="text-muted-foreground">
          {removal ? 'Where the tools are to be taken away.' : 'Where the tools are to appear.'}
        </p>
        <RadioGroup
          aria-label="Platform"
          value={choice.value}
          onValueChange={choice.onChange}
          className="mt-3 grid grid-cols-2 gap-4 max-md:grid-cols-1"
        >
          {platforms.map((platform) => (
            <PlatformChoice
              key={platform.id}
              platform={platform}
              asking={asking === platform.id}
              onAsk={() => ask(platform.id)}
            />
          ))}
        </RadioGroup>
        {mayConnect && !removal && (
          <Link
            href={connectHref(view.id)}
            className="mt-4 flex min-h-11 items-center gap-2.5 rounded-lg border border-input border-dashed px-4 font-medium transition-colors hover:bg-accent"
          >
            <Plus aria-hidden="true" className="size-4" />
            <span className="flex-1">Connect another platform</span>
            <span className="font-normal text-muted-foreground">Your selection is kept</span>
          </Link>
        )}
        <Field
          label={removal ? 'Name of this removal' : 'Name of this synchronization'}
          optional
          hint="Shown on the run and in the audit. Left empty, it goes by its number."
          error={errors.name?.message}
          className="mt-5 max-w-105"
        >
          <Input {...form.register('name')} autoComplete="off" />
        </Field>
      </form>
    </StepFrame>
  )
}

function NoPlatform({ draftId, mayConnect }: { draftId: string; mayConnect: boolean }) {
  return (
    <EmptyState
      icon={<Layers />}
      title="No platform is connected"
      actions={
        mayConnect && (
          <LinkButton href={connectHref(draftId)} variant="primary">
            Connect a DIFY
          </LinkButton>
        )
      }
    >
      {mayConnect
        ? 'Connecting takes the address of a Dify and an admin API key or an account. You come back here, and your selection is kept.'
        : 'Only an admin connects platforms. Ask one; your selection is kept for a day.'}
    </EmptyState>
  )
}
