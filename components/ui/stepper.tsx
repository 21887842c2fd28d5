'use client'

import { cn } from '#components/cn.ts'
import { StepNumber } from '#components/ui/step-number.tsx'

export interface Step {
  id: string
  name: string
  /** What was chosen in it. */
  chosen?: string
  /** What is wrong in it; stands in red in place of what was chosen. */
  fault?: string
}

interface StepperProps {
  steps: readonly Step[]
  /** Id of the step in view. */
  current: string
  /** Called for a step before the current one. */
  onGoTo: (id: string) => void
  /** On a phone: what was chosen so far, in one line. */
  summary?: string
}

/** Where one is in a dialog of several steps. On a phone: bars, «Step 3 of 4», name and choices. */
export function Stepper({ steps, current, onGoTo, summary }: StepperProps) {
  const at = steps.findIndex((step) => step.id === current)
  const now = steps[at]
  return (
    <>
      <ol aria-label="Steps" className="flex items-start max-md:hidden">
        {steps.map((step, index) => (
          <li
            key={step.id}
            className={cn('flex min-w-0 items-start', index > 0 && 'flex-1')}
            aria-current={index === at ? 'step' : undefined}
          >
            {index > 0 && (
              <span
                aria-hidden="true"
                className={cn('mx-5 mt-2.5 h-px min-w-4 flex-1', index <= at ? 'bg-good-mark' : 'bg-border-strong')}
              />
            )}
            {index < at ? (
              <button
                type="button"
                onClick={() => onGoTo(step.id)}
                className="flex min-h-6 min-w-0 items-start gap-2.5 rounded-md text-left"
              >
                <StepFace step={step} index={index} at={at} />
              </button>
            ) : (
              <div className="flex min-w-0 items-start gap-2.5">
                <StepFace step={step} index={index} at={at} />
              </div>
            )}
          </li>
        ))}
      </ol>
      <div className="md:hidden">
        <div aria-hidden="true" className="flex gap-1">
          {steps.map((step, index) => (
            <span key={step.id} className={cn('h-1 flex-1 rounded-full', index <= at ? 'bg-primary' : 'bg-border')} />
          ))}
        </div>
        <p className="mt-2 text-muted-foreground">
          Step {at + 1} of {steps.length} <span className="ml-1.5 font-medium text-foreground">{now?.name}</span>
        </p>
        {now?.fault ? (
          <p className="text-bad">{now.fault}</p>
        ) : (
          summary && <p className="text-muted-foreground">{summary}</p>
        )}
      </div>
    </>
  )
}

function StepFace({ step, index, at }: { step: Step; index: number; at: number }) {
  const done = index < at
  const current = index === at
  return (
    <>
      <StepNumber number={index + 1} state={done ? 'done' : current ? 'current' : 'open'} />
      <span className="min-w-0">
        <span className={cn('block', current ? 'font-semibold' : done ? '' : 'text-muted-foreground')}>
          {step.name}
        </span>
        {step.fault ? (
          <span className="block truncate text-bad text-xs">{step.fault}</span>
        ) : (
          step.chosen && <span className="block truncate text-muted-foreground text-xs">{step.chosen}</span>
        )}
      </span>
    </>
  )
}
