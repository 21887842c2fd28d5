import { axisTop } from '#components/chart/axis-top.ts'
import { cn } from '#components/cn.ts'
import { Glyph } from '#components/status/glyph.tsx'
import { durationText } from '#components/time/format.ts'

interface LatencyPoint {
  /** Milliseconds; null where it never answered. */
  ms: number | null
  failed: boolean
  /** Words on hover: «normal, 62 ms, 3 min ago». */
  title?: string
}

interface LatencyChartProps {
  /** Oldest first. */
  points: readonly LatencyPoint[]
  /** The text alternative: «Last 50 checks: 47 normal, 3 abnormal, median 62 ms». */
  label: string
  /** Below the first and the last bar: «8 h 20 min ago», «3 min ago». */
  from?: string
  to?: string
  /** Room for so many bars at least, so that a few are as slender as many; the newest stands at the right end. */
  room?: number
  /** Colours the newest bar: green where it is normal. */
  markNewest?: boolean
  /** Only the bars, 16 px high, for a table cell. */
  mini?: boolean
  className?: string
}

/** Neutral bars of latency; failures are marked with a cross on a soft ground. */
export function LatencyChart({
  points,
  label,
  from,
  to,
  room = 1,
  markNewest = false,
  mini = false,
  className,
}: LatencyChartProps) {
  const top = axisTop(Math.max(0, ...points.map((point) => (point.failed ? 0 : (point.ms ?? 0)))), 10)
  const marks = mini ? [] : [top, top / 2, 0]
  const places = Math.max(points.length, room)
  const before = places - points.length
  return (
    <figure aria-label={label} role="img" className={cn('flex', className)}>
      <div className="min-w-0 flex-1">
        <div className={cn('relative', mini ? 'h-4' : 'h-24')}>
          <svg
            aria-hidden="true"
            className="absolute inset-0 size-full"
            viewBox={`0 0 ${places} 100`}
            preserveAspectRatio="none"
          >
            {marks.map((mark) => (
              <line
                key={mark}
                x1="0"
                x2={places}
                y1={100 - (mark / top) * 100}
                y2={100 - (mark / top) * 100}
                className="stroke-border"
                strokeDasharray="3 4"
                vectorEffect="non-scaling-stroke"
              />
            ))}
            {points.map((point, index) => {
              const height = point.failed ? 100 : Math.max(2, ((point.ms ?? 0) / top) * 100)
              const newest = markNewest && index === points.length - 1
              const colour = point.failed
                ? mini
                  ? 'fill-bad-mark'
                  : 'fill-bad-soft'
                : newest
                  ? 'fill-good-mark'
                  : 'fill-input'
              return (
                // Checks have no identity of their own here: their place is what they are.
                <rect
                  key={`${index.toString()}`}
                  x={before + index + 0.14}
                  width="0.72"
                  y={100 - height}
                  height={height}
                  className={colour}
                >
                  {point.title && <title>{point.title}</title>}
                </rect>
              )
            })}
          </svg>
          {!mini &&
            points.map(
              (point, index) =>
                point.failed && (
                  <span
                    key={`${index.toString()}`}
                    className="pointer-events-none absolute bottom-1 flex -translate-x-1/2"
                    style={{ left: `${((before + index + 0.5) / places) * 100}%` }}
                  >
                    <Glyph state="failed" decorative className="size-2" />
                  </span>
                ),
            )}
        </div>
        {!mini && (
          <div className="mt-1 flex justify-between whitespace-nowrap text-subtle text-xs">
            {/* Below fewer bars there is no room for both. */}
            {points.length >= places / 3 && <span style={{ marginLeft: `${(before / places) * 100}%` }}>{from}</span>}
            <span className="ml-auto">{to}</span>
          </div>
        )}
      </div>
      {!mini && (
        <div
          aria-hidden="true"
          className="-mt-2 flex h-28 w-16 shrink-0 flex-col justify-between text-right text-subtle text-xs"
        >
          {marks.map((mark) => (
            <span key={mark}>{mark === 0 ? '0 ms' : durationText(mark)}</span>
          ))}
        </div>
      )}
    </figure>
  )
}
