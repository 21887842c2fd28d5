'use client'

import { Button } from '#components/ui/button.tsx'
import type { ConflictChoice, PlanView } from '#lib/sync/schema.ts'
import type { ConflictAnswer } from './plan-groups.tsx'

interface AllConflictsProps {
  plan: PlanView
  busy: boolean
  onChoose: (answers: ConflictAnswer[]) => void
}

/** Several conflicts at once: adopt all that leave no doubt which one is meant, or skip all. */
export function AllConflicts({ plan, busy, onChoose }: AllConflictsProps) {
  const open = plan.groups.flatMap((group) =>
    group.items.flatMap((item) => (item.conflict ? [{ group, item, conflict: item.conflict }] : [])),
  )
  if (open.length < 2) return null
  const adoptable = open.filter(
    ({ conflict }) =>
      conflict.by.length === 1 && conflict.choices.some((choice) => choice.kind === 'adopt' && !choice.needsName),
  )
  const answer = (list: typeof open, choiceOf: (one: (typeof open)[number]) => ConflictChoice) =>
    onChoose(
      list.map((one) => ({
        namespaceId: one.group.namespace.id,
        serviceId: one.item.service.id,
        choice: choiceOf(one),
      })),
    )
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2 text-muted-foreground">
      <span>All {open.length} conflicts:</span>
      {adoptable.length > 0 && (
        <Button
          size="sm"
          busy={busy}
          onClick={() =>
            answer(adoptable, ({ conflict }) => ({ kind: 'adopt', remoteId: conflict.by[0]?.remoteId ?? '' }))
          }
        >
          Adopt {adoptable.length}
        </Button>
      )}
      <Button size="sm" busy={busy} onClick={() => answer(open, () => ({ kind: 'skip' }))}>
        Skip {open.length}
      </Button>
    </div>
  )
}
