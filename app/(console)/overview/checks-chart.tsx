'use client'

import { cn } from '#components/cn.ts'
import { useHydrated } from '#components/time/use-hydrated.ts'
import { Card, CardBody, CardHeader } from '#components/ui/card.tsx'
import type { ChecksBar } from '#lib/overview/index.ts'

const HEIGHT = 152

/** The checks of the last eight hours: grey where normal, red on top where abnormal. */
export function ChecksChart({ bars }: { bars: ChecksBar[] }) {
  const normal = bars.reduce((sum, bar) => sum + bar.normal, 0)
  const abnormal = bars.reduce((sum, bar) => sum + bar.abnormal, 0)
  const top = axisTop(Math.max(...bars.map((bar) => bar.normal + bar.abnormal)))
  return (
    <Card>
      <CardHeader
        plain
        title="Checks of services"
        detail="last 8 hours, by 20 minutes"
        aside={
          <span className="flex gap-5 text-muted-foreground text-xs">
            <Legend className="bg-input" text={`${normal.toLocaleString('en')} normal`} />
            {abnormal > 0 && <Legend className="bg-bad-mark" text={`${abnormal.toLocaleString('en')} abnormal`} />}
          </span>
        }
      />
      <CardBody className="pt-3">
        <figure
          role="img"
          aria-label={`Checks of the last 8 hours: ${normal} normal, ${abnormal} abnormal`}
          className="flex gap-3"
        >
          <div className="min-w-0 flex-1">
            <div className="relative flex items-end gap-[3px]" style={{ height: HEIGHT }}>
              {[top, top / 2].map((mark) => (
                <span
                  key={mark}
                  className="absolute inset-x-0 border-t border-dashed"
                  style={{ bottom: (mark / top) * HEIGHT }}
                />
              ))}
              {bars.map((bar) => (
                <Bar key={bar.from.getTime()} bar={bar} top={top} />
              ))}
            </div>
            <Axis bars={bars} />
          </div>
          <div aria-hidden="true" className="relative w-8 text-right text-subtle text-xs" style={{ height: HEIGHT }}>
            {[top, top / 2, 0].map((mark) => (
              <span key={mark} className="absolute right-0 translate-y-1/2" style={{ bottom: (mark / top) * HEIGHT }}>
                {mark.toLocaleString('en')}
              </span>
            ))}
          </div>
        </figure>
      </CardBody>
    </Card>
  )
}

function Bar({ bar, top }: { bar: ChecksBar; top: number }) {
  const part = (number: number) => (number === 0 ? 0 : Math.max(2, (number / top) * HEIGHT))
  return (
    <span
      className="relative flex h-full flex-1 flex-col justify-end gap-px"
      title={`${bar.normal} normal, ${bar.abnormal} abnormal`}
    >
      <span className="rounded-t-[2px] bg-bad-mark" style={{ height: part(bar.abnormal) }} />
      <span className={cn('bg-input', bar.abnormal === 0 && 'rounded-t-[2px]')} style={{ height: part(bar.normal) }} />
    </span>
  )
}

/** The reader's own clock: known only in the browser. */
function Axis({ bars }: { bars: ChecksBar[] }) {
  const hydrated = useHydrated()
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
  const marks = [0, 6, 12, 18].flatMap((at) => bars[at] ?? [])
  return (
    <div aria-hidden="true" className="relative mt-1 flex h-4 justify-between text-subtle text-xs">
      {marks.map((bar) => (
        <span key={bar.from.getTime()} className="flex-1">
          {hydrated && clock.format(bar.from)}
        </span>
      ))}
      <span className="absolute right-0">now</span>
    </div>
  )
}

function Legend({ className, text }: { className: string; text: string }) {
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden="true" className={cn('size-2 rounded-[2px]', className)} />
      {text}
    </span>
  )
}

/** The next round number above, whose half is round too. */
function axisTop(most: number): number {
  if (most <= 4) return 4
  const power = 10 ** Math.floor(Math.log10(most))
  return ([1, 2, 4, 6, 10].find((step) => step * power >= most) ?? 10) * power
}
