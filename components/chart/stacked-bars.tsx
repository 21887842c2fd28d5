'use client'

import { axisTop } from '#components/chart/axis-top.ts'
import { cn } from '#components/cn.ts'
import { useHydrated } from '#components/time/use-hydrated.ts'
import type { BarAxis } from './bar-beginning.tsx'
import { BarReader } from './bar-reader.tsx'

interface StackedBar {
  from: Date
  /** Grey, at the bottom. */
  good: number
  /** Red, on top. */
  bad: number
  /** Words for the one that is looked at: «12 calls, 1 failed». */
  title: string
}

interface StackedBarsProps {
  /** Oldest first. */
  bars: readonly StackedBar[]
  /** The text alternative: «Checks of the last 8 hours: 47 normal, 3 abnormal». */
  label: string
  /** Pixels. */
  height: number
  /** What the axis says: the clock, or the day. */
  axis?: BarAxis
}

/** Numbers over time: grey where all was well, red on top where not. */
export function StackedBars({ bars, label, height, axis = 'clock' }: StackedBarsProps) {
  const top = axisTop(Math.max(...bars.map((bar) => bar.good + bar.bad)), 4)
  return (
    <div className="flex gap-3">
      <div className="min-w-0 flex-1">
        <div className="relative">
          <figure
            role="img"
            aria-label={label}
            className="relative flex items-end gap-[3px] max-md:gap-px"
            style={{ height }}
          >
            {[top, top / 2].map((mark) => (
              <span
                key={mark}
                className="absolute inset-x-0 border-t border-dashed"
                style={{ bottom: (mark / top) * height }}
              />
            ))}
            {bars.map((bar) => (
              <Bar key={bar.from.getTime()} bar={bar} top={top} height={height} />
            ))}
          </figure>
          <BarReader label="Read one bar" bars={bars} axis={axis} />
        </div>
        <Axis bars={bars} axis={axis} />
      </div>
      <div aria-hidden="true" className="relative w-8 text-right text-subtle text-xs" style={{ height }}>
        {[top, top / 2, 0].map((mark) => (
          <span key={mark} className="absolute right-0 translate-y-1/2" style={{ bottom: (mark / top) * height }}>
            {mark.toLocaleString('en', { notation: 'compact' })}
          </span>
        ))}
      </div>
    </div>
  )
}

function Bar({ bar, top, height }: { bar: StackedBar; top: number; height: number }) {
  const part = (number: number) => (number === 0 ? 0 : Math.max(2, (number / top) * height))
  return (
    <span className="relative flex h-full flex-1 flex-col justify-end gap-px">
      <span className="rounded-t-[2px] bg-bad-mark" style={{ height: part(bar.bad) }} />
      <span className={cn('bg-input', bar.bad === 0 && 'rounded-t-[2px]')} style={{ height: part(bar.good) }} />
    </span>
  )
}

/** The reader's own clock: known only in the browser. */
function Axis({ bars, axis }: Required<Pick<StackedBarsProps, 'bars' | 'axis'>>) {
  const hydrated = useHydrated()
  const words = new Intl.DateTimeFormat(
    'en-GB',
    axis === 'clock' ? { hour: '2-digit', minute: '2-digit' } : { day: 'numeric', month: 'short', timeZone: 'UTC' },
  )
  const marks = [0, 1, 2, 3].flatMap((quarter) => bars[Math.floor((quarter * bars.length) / 4)] ?? [])
  return (
    <div aria-hidden="true" className="relative mt-1 flex h-4 justify-between text-subtle text-xs">
      {marks.map((bar) => (
        // On a phone there is no room for a day beside «today».
        <span
          key={bar.from.getTime()}
          className={cn('flex-1 whitespace-nowrap', axis === 'day' && 'max-md:nth-4:invisible')}
        >
          {hydrated && words.format(bar.from)}
        </span>
      ))}
      <span className="absolute right-0">{axis === 'clock' ? 'now' : 'today'}</span>
    </div>
  )
}

/** What the colours of the bars mean. */
export function Legend({ kind, text }: { kind: 'good' | 'bad'; text: string }) {
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden="true" className={cn('size-2 rounded-[2px]', kind === 'good' ? 'bg-input' : 'bg-bad-mark')} />
      {text}
    </span>
  )
}
