'use client'

import { KeyRound, ShieldCheck } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useWatch } from 'react-hook-form'
import { Button } from '#components/ui/button.tsx'
import type { AuthenticationView, DraftView, SlotChoiceInput, SlotView, TokenMode } from '#lib/sync/schema.ts'
import type { TokenOptions } from '#lib/tokens/schema.ts'
import { slotKey } from './authentication/fields.ts'
import { firstObstacle, isWhole, type Obstacle } from './authentication/obstacle.ts'
import { ServiceCard } from './authentication/service-card.tsx'
import type { Source } from './authentication/slot-row.tsx'
import { submitAuthentication, submitGenerateForAll, submitUnverified } from './authentication-action.ts'
import { useDialog } from './dialog-context.ts'
import { StepFrame } from './step-frame.tsx'
import type { AuthEntry, AuthForm } from './use-auth-form.ts'
import { useVerifying } from './use-verifying.ts'
import { counted } from './words.ts'

const CARDS = 30
/** So many services that need no token are asked by themselves when the step opens. */
const ASKED_AT_ONCE = 12

/** Step 3: what the platform presents to reach each service. */
export function AuthenticationStep({ label, auth }: { label: string; auth: AuthForm }) {
  const { view, send, apply, next, back, leave, setUnsaved } = useDialog()
  const { verify, askingOf, any: verifying } = useVerifying()
  const [modes, setModes] = useState<Record<string, TokenMode>>({})
  const [busy, setBusy] = useState<'next' | 'back' | 'all' | 'generate' | 'unverified' | null>(null)
  const [most, setMost] = useState(CARDS)
  /** How many services «Generate for all» left as they are. */
  const [left, setLeft] = useState(0)
  useWatch({ control: auth.form.control, name: 'services' })
  const { authentication } = view
  const shownOf = new Map(view.services.map((service) => [service.id, service]))
  const nameOf = (serviceId: string) => shownOf.get(serviceId)?.name ?? ''
  const modeOf = (service: AuthenticationView): TokenMode | undefined =>
    modes[service.serviceId] ?? storedMode(service) ?? (service.asks === 'token' ? 'entered' : undefined)

  const unsavedEntries = (services: readonly AuthenticationView[] = authentication): AuthEntry[] =>
    services.flatMap((service) =>
      modeOf(service) === 'entered'
        ? service.slots.flatMap((slot) => (auth.isUnsaved(service, slot) ? (auth.typedEntry(service, slot) ?? []) : []))
        : [],
    )
  const anyUnsaved = unsavedEntries().length > 0
  useEffect(() => setUnsaved(anyUnsaved), [anyUnsaved, setUnsaved])

  const save = async (entries: AuthEntry[]): Promise<DraftView | null> => {
    if (entries.length === 0) return view
    const answered = await send(() => submitAuthentication({ draftId: view.id, entries }))
    if (answered === null) return null
    auth.markSaved(entries)
    apply(answered)
    return answered
  }
  const obstacle = firstObstacle(authentication, nameOf, auth, modeOf)
  const unverified = authentication.flatMap((service) => service.slots.filter((slot) => !slot.ready)).length

  const submit = async () => {
    setBusy('next')
    let answered = await save(unsavedEntries())
    if (answered && !answered.steps.authentication.done) answered = await verify(answered, {})
    setBusy(null)
    if (answered?.steps.authentication.done) next(answered)
  }
  const saveBeforeLeaving = async () => {
    setBusy('back')
    const answered = await save(unsavedEntries().filter((entry) => isWhole(entry)))
    setBusy(null)
    return answered !== null
  }
  const goBack = async () => {
    if (await saveBeforeLeaving()) back()
  }
  useEffect(() => {
    leave.current = saveBeforeLeaving
    return () => {
      leave.current = null
    }
  })

  // Asking without a token, or with one of our own, gives nothing away: it needs no click.
  const opened = useRef(false)
  useEffect(() => {
    if (opened.current) return
    opened.current = true
    const open = view.authentication.filter(
      (service) =>
        storedMode(service) !== 'entered' &&
        service.slots.some((slot) => !slot.ready && slot.choice !== null && slot.proof === null),
    )
    for (const { serviceId } of open.slice(0, ASKED_AT_ONCE)) void verify(view, { serviceId })
  }, [view, verify])

  const keep = (entries: AuthEntry[]) => send(() => submitAuthentication({ draftId: view.id, entries }))
  const cardActions = (service: AuthenticationView) => {
    const { serviceId } = service
    return {
      setMode: async (mode: TokenMode) => {
        setModes({ ...modes, [serviceId]: mode })
        if (mode === 'entered' || storedMode(service) === mode) return
        const choice = mode === 'none' ? { mode } : { mode, options: OPEN }
        const answered = await keep([{ serviceId, scope: 'same', choice }])
        if (answered === null) return
        apply(answered)
        await verify(answered, { serviceId })
      },
      setScope: async (scope: 'same' | 'byNamespace') => {
        const typed = unsavedEntries([service]).filter((entry) => isWhole(entry))
        const answered = await keep([...typed, { serviceId, scope }])
        if (answered === null) return
        auth.markSaved(typed)
        setModes({ ...modes, [serviceId]: modeOf(service) ?? 'entered' })
        apply(answered)
      },
      setSource: async (slot: SlotView, source: Source) => {
        const choice = choiceOf(source)
        const namespace = slot.namespaceId === null ? {} : { namespaceId: slot.namespaceId }
        const answered = await keep([{ serviceId, scope: service.scope, ...namespace, choice }])
        if (answered === null) return
        auth.forget(service, slot)
        apply(answered)
        await verify(answered, { serviceId, ...namespace })
      },
      setOptions: async (slot: SlotView, options: TokenOptions) => {
        const namespace = slot.namespaceId === null ? {} : { namespaceId: slot.namespaceId }
        const choice = { mode: 'generated' as const, options }
        const answered = await keep([{ serviceId, scope: service.scope, ...namespace, choice }])
        if (answered === null) return false
        apply(answered)
        void verify(answered, { serviceId, ...namespace })
        return true
      },
      verify: async (slot: SlotView) => {
        const entry = modeOf(service) === 'entered' && auth.isUnsaved(service, slot) && auth.typedEntry(service, slot)
        if (entry && !isWhole(entry)) return
        const answered = await save(entry ? [entry] : [])
        if (answered) await verify(answered, { serviceId, namespaceId: slot.namespaceId ?? undefined })
      },
    }
  }
  const verifyAll = async () => {
    setBusy('all')
    const answered = await save(unsavedEntries().filter((entry) => isWhole(entry)))
    if (answered) await verify(answered, {})
    setBusy(null)
  }
  const generateAll = async (all: boolean) => {
    setBusy('generate')
    const answered = await send(() => submitGenerateForAll({ draftId: view.id, all }))
    if (answered) {
      const generated = answered.authentication.filter((service) => storedMode(service) === 'generated')
      setModes({ ...modes, ...Object.fromEntries(generated.map(({ serviceId }) => [serviceId, 'generated' as const])) })
      setLeft(answered.authentication.length - generated.length)
      apply(answered)
      await verify(answered, {})
    }
    setBusy(null)
  }
  const goOnUnverified = async (serviceId: string) => {
    setBusy('unverified')
    const answered = await send(() => submitUnverified({ draftId: view.id, serviceId }))
    if (answered) apply(answered)
    setBusy(null)
  }
  const platform = 'Dify'
  return (
    <StepFrame
      label={`${label}: Authentication`}
      note={
        obstacle ? (
          <>
            <button
              type="button"
              onClick={() => showSlot(obstacle)}
              className="rounded-sm text-foreground hover:underline"
            >
              {obstacle.place}
            </button>
            : {obstacle.sentence}
            {obstacle.unverified && (
              <>
                {' '}
                <button
                  type="button"
                  disabled={busy === 'unverified'}
                  onClick={() => goOnUnverified(obstacle.serviceId)}
                  className="rounded-sm text-link underline underline-offset-3"
                >
                  go on unverified
                </button>
                .
              </>
            )}
          </>
        ) : verifying ? (
          `Asking the services as ${platform} does.`
        ) : unverified > 0 || anyUnsaved ? (
          `Next verifies ${counted(Math.max(unverified, 1), 'choice')} first.`
        ) : (
          `Next: what happens in ${counted(view.namespaces.length, 'namespace')}.`
        )
      }
      back={{ onClick: goBack, busy: busy === 'back' }}
      primary={{ label: 'Next', onClick: submit, busy: busy === 'next', disabled: obstacle !== null }}
    >
      <div className="flex flex-wrap items-center gap-2">
        <p className="flex-1 text-muted-foreground max-md:basis-full">
          What {platform} presents to reach each service.
        </p>
        <Button
          icon={<KeyRound />}
          busy={busy === 'generate'}
          onClick={() => generateAll(false)}
          className="max-md:flex-1"
        >
          Generate for all
        </Button>
        <Button icon={<ShieldCheck />} busy={busy === 'all'} onClick={verifyAll} className="max-md:flex-1">
          Verify all
        </Button>
      </div>
      {left > 0 && (
        <p className="mt-2 text-muted-foreground" role="status">
          {counted(left, 'service')} {left === 1 ? 'keeps' : 'keep'} what was chosen or is carried already.{' '}
          <Button variant="link" onClick={() => generateAll(true)}>
            Generate for {left === 1 ? 'it' : 'them'} too
          </Button>
        </p>
      )}
      <div className="mt-3 flex flex-col gap-3">
        {authentication.slice(0, most).map((service) => {
          const shown = shownOf.get(service.serviceId)
          if (shown === undefined) return null
          return (
            <ServiceCard
              key={service.serviceId}
              auth={auth}
              service={service}
              shown={shown}
              mode={modeOf(service)}
              asking={askingOf(service.serviceId)}
              namespaces={view.namespaces.length}
              faulty={service.slots.some((slot) => slot.proof?.state === 'failed' && !slot.ready)}
              {...cardActions(service)}
            />
          )
        })}
        {authentication.length > most && (
          <Button variant="ghost" className="self-start" onClick={() => setMost(most + CARDS)}>
            Show more: {most} of {counted(authentication.length, 'service')}
          </Button>
        )}
      </div>
    </StepFrame>
  )
}

const OPEN: TokenOptions = { allowedTools: null, toolPrefix: null, callsPerMinute: null }

function choiceOf(source: Source): SlotChoiceInput {
  if (source === 'none') return { mode: 'none' }
  return source === 'generated' ? { mode: 'generated', options: OPEN } : { mode: 'entered', source }
}

/** What the server holds: entered somewhere, else generated somewhere, none, or nothing chosen. */
function storedMode({ slots }: AuthenticationView): TokenMode | undefined {
  if (slots.some((slot) => slot.choice?.mode === 'entered')) return 'entered'
  if (slots.some((slot) => slot.choice?.mode === 'generated')) return 'generated'
  return slots.length > 0 && slots.every((slot) => slot.choice?.mode === 'none') ? 'none' : undefined
}

/** Brings what is missing into view, with the focus in its field. */
function showSlot({ serviceId, slot }: Obstacle): void {
  const row =
    document.querySelector(`[data-slot="${serviceId}/${slotKey(slot.namespaceId)}"]`) ??
    document.querySelector(`[data-service="${serviceId}"]`)
  row?.scrollIntoView({ block: 'center' })
  row?.querySelector<HTMLElement>('input, [role="radio"]')?.focus({ preventScroll: true })
}
