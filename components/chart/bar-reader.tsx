'use client'

import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { type BarAxis, beginningText } from './bar-beginning.tsx'

interface BarReaderProps {
  /** What the bars are: names the reader for screen readers. */
  label: string
  /** Oldest first: when each begins, and its words. */
  bars: readonly { from: Date; title: string }[]
  axis: BarAxis
}

const STEPS: Record<string, (at: number, last: number) => number> = {
  ArrowLeft: (at) => at - 1,
  ArrowDown: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  ArrowUp: (at) => at + 1,
  Home: () => 0,
  End: (_, last) => last,
}

/** Lies over bars and reads out one of them: the one under the pointer, or the one that the arrow keys have come to. */
export function BarReader({ label, bars, axis }: BarReaderProps) {
  const [chosen, setChosen] = useState<number>()
  const last = bars.length - 1
  const at = Math.min(chosen ?? last, last)
  const bar = bars[at]
  if (bar === undefined) return null
  const words = `${beginningText(bar.from, axis)}: ${bar.title}`
  const followPointer = ({ clientX, currentTarget }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect()
    setChosen(Math.max(0, Math.min(last, Math.floor(((clientX - left) / width) * bars.length))))
  }
  const followKey = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    if (step === undefined) return
    event.preventDefault()
    setChosen(Math.max(0, Math.min(last, step(at, last))))
  }
  const middle = ((at + 0.5) / bars.length) * 100
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={1}
      aria-valuemax={bars.length}
      aria-valuenow={at + 1}
      aria-valuetext={words}
      suppressHydrationWarning
      className="absolute inset-0 rounded-sm"
      onPointerMove={followPointer}
      onPointerDown={followPointer}
      onPointerLeave={() => setChosen(undefined)}
      onFocus={(event) => event.currentTarget.matches(':focus-visible') && setChosen(at)}
      onBlur={() => setChosen(undefined)}
      onKeyDown={followKey}
    >
      {chosen !== undefined && (
        <>
          <span
            className="pointer-events-none absolute inset-y-0 bg-foreground/10"
            style={{ left: `${(at / bars.length) * 100}%`, width: `${100 / bars.length}%` }}
          />
          <span
            aria-hidden="true"
            className="pointer-events-none absolute bottom-full z-10 mb-1.5 w-max max-w-full rounded-md bg-foreground px-2.5 py-1.5 text-background text-xs"
            // Held inside the bars at both ends.
            style={{ left: `${middle}%`, transform: `translateX(-${middle}%)` }}
          >
            {words}
          </span>
        </>
      )}
    </div>
  )
}
