import { Check } from 'lucide-react'
import { cn } from '#components/cn.ts'

interface StepNumberProps {
  number: number
  state?: 'done' | 'current' | 'open'
  /** 20 px in a stepper (default), 24 in a list of steps. */
  size?: 20 | 24
}

/** The round number of a step: filled where it is due, a green tick where it is done. */
export function StepNumber({ number, state = 'open', size = 20 }: StepNumberProps) {
  return (
    <span
      className={cn(
        'grid shrink-0 place-items-center rounded-full border font-medium',
        size === 20 ? 'size-5 text-2xs' : 'size-6 text-xs',
        state === 'done' && 'border-good-line bg-good-soft text-good',
        state === 'current' && 'border-primary bg-primary text-primary-foreground',
        state === 'open' && 'border-input text-muted-foreground',
      )}
    >
      {state === 'done' ? <Check aria-hidden="true" className="size-3" /> : number}
      {state === 'done' && <span className="sr-only">done:</span>}
    </span>
  )
}
