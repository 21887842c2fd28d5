'use client'

import { Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useRef, useState } from 'react'
import { RelativeTime } from '#components/time/relative-time.tsx'
import { Button } from '#components/ui/button.tsx'
import { SegmentedControl } from '#components/ui/segmented-control.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { DraftView, PlanDifference } from '#lib/sync/schema.ts'
import { askRoute } from './ask-server.ts'
import { useDialog } from './dialog-context.ts'
import { AllConflicts } from './review/all-conflicts.tsx'
import { Differences } from './review/differences.tsx'
import { PlanCounts } from './review/plan-counts.tsx'
import { type ConflictAnswer, PlanGroups } from './review/plan-groups.tsx'
import { RemoveConfirm, removalOf } from './review/remove-confirm.tsx'
import { submitConflicts, submitPlan } from './review-action.ts'
import { StepFrame } from './step-frame.tsx'
import { counted } from './words.ts'

/** Step 4: the plan that will run, made by looking at the namespaces now; its conflicts are decided here. */
export function ReviewStep({ label }: { label: string }) {
  const router = useRouter()
  const { view, send, apply, back } = useDialog()
  const [busy, setBusy] = useState<'look' | 'conflict' | 'confirm' | null>(view.plan === null ? 'look' : null)
  const [by, setBy] = useState<'namespace' | 'service'>('namespace')
  const [differences, setDifferences] = useState<PlanDifference[]>([])
  const [asking, setAsking] = useState(false)
  const { plan } = view
  const removal = view.kind === 'remove'

  const looking = useRef<AbortController>(undefined)
  const draftId = view.id
  const look = useCallback(async () => {
    looking.current?.abort()
    const controller = new AbortController()
    looking.current = controller
    setBusy('look')
    const answered = await send(() => askRoute<DraftView>('/services/sync/look', { draftId }, controller.signal))
    if (controller.signal.aborted) return
    setBusy(null)
    setDifferences([])
    if (answered) apply(answered)
  }, [draftId, send, apply])
  const unseen = plan === null
  useEffect(() => {
    if (unseen) void look()
    return () => looking.current?.abort()
  }, [unseen, look])

  const choose = async (choices: ConflictAnswer[]) => {
    setBusy('conflict')
    const answered = await send(() => submitConflicts({ draftId, choices }))
    setBusy(null)
    if (answered) apply(answered)
  }
  const confirm = async () => {
    if (plan === null) return
    setBusy('confirm')
    const outcome = await send(() => submitPlan({ draftId, digest: plan.digest }))
    if (outcome?.outcome === 'confirmed') {
      // Stays busy until the run's page is there: a second click finds nothing to do.
      router.push(`/syncs/${outcome.runId}`)
      return
    }
    setBusy(null)
    setAsking(false)
    if (outcome === null) return
    setDifferences(outcome.differences)
    apply({ ...view, plan: outcome.plan })
  }
  const blocker = plan?.blockers[0]
  const namespaces = counted(view.namespaces.length, 'namespace')
  return (
    <StepFrame
      label={`${label}: Review`}
      note={
        busy === 'look' ? (
          `Looking at ${namespaces}. Each takes as long as the platform needs.`
        ) : plan === null ? (
          <>
            The namespaces were not looked at.{' '}
            <Button variant="link" onClick={look} className="max-md:-my-2.5">
              Look again
            </Button>
          </>
        ) : (
          <>
            {blocker !== undefined && <span className="text-foreground">{blocker} </span>}
            Looked at {namespaces} <RelativeTime at={plan.plannedAt} />.{' '}
            <Button variant="link" onClick={look} className="max-md:-my-2.5">
              Look again
            </Button>
            <span className="block md:hidden">{view.steps.review.summary}</span>
          </>
        )
      }
      back={{ onClick: back }}
      primary={
        removal
          ? {
              label: plan ? removalOf(plan).label : 'Remove',
              destructive: true,
              icon: <Trash2 />,
              onClick: () => setAsking(true),
              busy: busy === 'confirm',
              disabled: plan === null || busy === 'look' || blocker !== undefined,
            }
          : {
              label: 'Confirm Synchronization',
              onClick: confirm,
              busy: busy === 'confirm',
              disabled: plan === null || busy === 'look' || busy === 'conflict' || blocker !== undefined,
            }
      }
    >
      {differences.length > 0 && <Differences differences={differences} />}
      {plan === null ? (
        busy === 'look' && <PlanSkeleton groups={Math.min(view.namespaces.length, 4)} rows={view.services.length} />
      ) : (
        <div aria-busy={busy === 'look' || undefined}>
          <div className="mb-3 flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-2">
            <PlanCounts plan={plan} />
            <SegmentedControl
              label="How the plan is ordered"
              segments={[
                { value: 'namespace', label: 'By namespace' },
                { value: 'service', label: 'By service' },
              ]}
              value={by}
              onChange={setBy}
            />
          </div>
          <AllConflicts plan={plan} busy={busy === 'conflict'} onChoose={choose} />
          <PlanGroups plan={plan} by={by} busy={busy === 'conflict'} onChoose={(answer) => void choose([answer])} />
        </div>
      )}
      {removal && plan && (
        <RemoveConfirm
          plan={plan}
          platformName={view.platform?.name ?? 'the platform'}
          open={asking}
          busy={busy === 'confirm'}
          onOpenChange={setAsking}
          onConfirm={confirm}
        />
      )}
    </StepFrame>
  )
}

function PlanSkeleton({ groups, rows }: { groups: number; rows: number }) {
  return (
    <div className="flex flex-col gap-3 pt-11">
      {Array.from({ length: groups }, (_, group) => `group-${group.toString()}`).map((group) => (
        <div key={group} className="rounded-lg border">
          <div className="flex h-10 items-center border-b bg-muted px-4">
            <Skeleton className="w-28" />
          </div>
          {Array.from({ length: Math.min(rows, 6) }, (_, row) => `${group}-${row.toString()}`).map((row) => (
            <div key={row} className="flex h-9 items-center gap-6 border-b px-4 last:border-b-0">
              <Skeleton className="w-18" />
              <Skeleton className="w-28" />
              <Skeleton className="w-56" />
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}
