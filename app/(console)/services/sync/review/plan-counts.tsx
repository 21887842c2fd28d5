import { Glyph } from '#components/status/glyph.tsx'
import { states, wordColour } from '#components/status/states.ts'
import type { PlanView } from '#lib/sync/schema.ts'
import { ACTION_STATES, ACTION_WORDS, ACTIONS } from './verbs.ts'

/** How often each verb occurs; a decided conflict counts as what was chosen for it. */
export function PlanCounts({ plan }: { plan: PlanView }) {
  return (
    <ul className="flex flex-wrap items-center gap-x-5 gap-y-1">
      {ACTIONS.filter((action) => plan.counts[action] > 0).map((action) => (
        <li key={action} className="flex items-center gap-2">
          <Glyph state={ACTION_STATES[action]} decorative />
          <span className="font-medium">{plan.counts[action]}</span>
          <span
            className={
              action === 'conflict' || action === 'cant'
                ? wordColour[states[ACTION_STATES[action]].tone]
                : 'text-muted-foreground'
            }
          >
            {ACTION_WORDS[action]}
          </span>
        </li>
      ))}
    </ul>
  )
}
