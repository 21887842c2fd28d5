'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { submitDiscard } from '#app/(console)/syncs/actions.ts'
import { withoutBase } from '#components/base-path.ts'
import { Dialog, DialogContent, DialogHeader } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Stepper } from '#components/ui/stepper.tsx'
import { notify } from '#components/ui/toast.tsx'
import type { DraftNamespacesView, DraftStep, DraftView } from '#lib/sync/schema.ts'
import { AuthenticationStep } from './authentication-step.tsx'
import { DialogHoldContext } from './dialog-context.ts'
import { NamespacesStep, type Picked } from './namespaces-step.tsx'
import { NothingLeft } from './nothing-left.tsx'
import type { PlatformCard } from './platform-card.ts'
import { PlatformStep } from './platform-step.tsx'
import { ReviewStep } from './review-step.tsx'
import { stepperSteps } from './stepper-steps.ts'
import { dialogHref, problemsIn, stepsOf } from './steps.ts'
import { useAuthForm } from './use-auth-form.ts'
import { useDialogHold } from './use-dialog-hold.ts'
import { counted, listed } from './words.ts'

export interface DialogFrameProps {
  draft: DraftView
  platforms: PlatformCard[]
  /** The first page of namespaces, where the dialog opens at that step. */
  namespaces: DraftNamespacesView | null
  /** Whether the reader may connect platforms. */
  mayConnect: boolean
}

/** The dialog of a synchronization or removal: header with the steps, the step in view, and what stands above it. */
export function DialogFrame({ draft, platforms, namespaces, mayConnect }: DialogFrameProps) {
  const router = useRouter()
  const { hold, step, unsaved, chosen } = useDialogHold(draft)
  const { view } = hold
  const authForm = useAuthForm()
  const [picked, setPicked] = useState<Picked | null>(null)
  const [open, setOpen] = useState(true)
  const removal = view.kind === 'remove'
  const nothing = view.services.length === 0

  const close = () => {
    setOpen(false)
    const query = new URLSearchParams(window.location.search)
    query.delete('draft')
    const path = withoutBase(window.location.pathname)
    router.replace(query.size > 0 ? `${path}?${query}` : path, {
      scroll: false,
    })
    if (nothing) {
      // Nobody can go on with it, so nobody is reminded of it; where that fails it dies by itself in a day.
      submitDiscard({ draftId: view.id }).catch(() => {})
      return
    }
    notify.good(`The ${removal ? 'removal' : 'synchronization'} is kept for a day.`, {
      state: 'waiting',
      link: { label: 'Go on with it', href: dialogHref(view.id, step) },
    })
  }
  const goTo = async (to: DraftStep) => {
    if (await (hold.leave.current?.() ?? true)) hold.go(to)
  }
  const names = view.services.map((service) => service.name)
  const problems = problemsIn(view, step)
  const steps = stepsOf(view.kind)
  const label = `Step ${steps.indexOf(step) + 1} of ${steps.length}`
  return (
    <DialogHoldContext value={hold}>
      <Dialog
        open={open}
        onOpenChange={(next) => !next && close()}
        guard={{
          when: unsaved && !nothing,
          title: 'Close with something unsaved?',
          description:
            'What was typed in this step is not saved yet and would be lost. The steps before are kept for a day.',
          discard: 'Close',
        }}
      >
        <DialogContent
          size="large"
          onPrimary={() => hold.primary.current?.()}
          onOpenAutoFocus={(event) => event.preventDefault()}
        >
          <DialogHeader
            title={removal ? 'Remove from namespaces' : 'Intelligent Platform Synchronization'}
            detail={!nothing && `${counted(names.length, 'service')}: ${listed(names, 4)}`}
          >
            {/* As high with one line as with two: nothing moves from step to step. */}
            <div className="md:min-h-10">
              <Stepper
                steps={stepperSteps(view, step, chosen)}
                current={step}
                onGoTo={(id) => {
                  const to = steps.find((candidate) => candidate === id)
                  if (to) void goTo(to)
                }}
                summary={phoneSummary(view, step)}
              />
            </div>
          </DialogHeader>
          {problems.length > 0 && (
            <div role="status" className="flex shrink-0 flex-col gap-2 border-b px-6 py-3 max-md:px-4">
              {problems.map((problem) => (
                <Notice key={problem.message} kind="warn" title={problem.message}>
                  {problem.next}
                </Notice>
              ))}
            </div>
          )}
          {nothing ? (
            <NothingLeft removal={removal} onClose={close} />
          ) : (
            <>
              {step === 'platform' && <PlatformStep label={label} platforms={platforms} mayConnect={mayConnect} />}
              {step === 'namespaces' && (
                <NamespacesStep label={label} picked={picked} setPicked={setPicked} first={namespaces} />
              )}
              {step === 'authentication' && <AuthenticationStep label={label} auth={authForm} />}
              {step === 'review' && <ReviewStep label={label} />}
            </>
          )}
        </DialogContent>
      </Dialog>
    </DialogHoldContext>
  )
}

/** On a phone: what was chosen before, in one line. */
function phoneSummary(view: DraftView, step: DraftStep): string {
  const parts = [view.platform?.name, view.namespaces.length > 0 && counted(view.namespaces.length, 'namespace')]
  if (step === 'platform') return counted(view.services.length, 'service')
  if (step === 'namespaces') return view.platform?.name ?? ''
  return parts.filter(Boolean).join(' · ')
}
