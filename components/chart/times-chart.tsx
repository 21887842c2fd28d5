import { durationText } from '#components/time/format.ts'

interface TimesChartProps {
  /** Oldest first; milliseconds, null where nothing was answered. */
  bars: readonly { p50: number | null; p95: number | null }[]
}

const HEIGHT = 48

/** Median and 95th percentile over time, as two lines that break where nothing was answered. */
export function TimesChart({ bars }: TimesChartProps) {
  const most = Math.max(0, ...bars.map(({ p95 }) => p95 ?? 0))
  if (most === 0) return null
  const line = (value: (bar: TimesChartProps['bars'][number]) => number | null) =>
    bars
      .map((bar, index) => {
        const ms = value(bar)
        if (ms === null) return ''
        const begins = index === 0 || value(bars[index - 1] ?? bar) === null
        const [x, y] = [index + 0.5, 100 - (ms / most) * 100]
        // A single point is a short stroke, so that it can be seen.
        return begins ? `M ${x - 0.3} ${y} L ${x + 0.3} ${y}` : `L ${x} ${y}`
      })
      .join(' ')
  return (
    <figure
      role="img"
      aria-label={`Times of calls: 95 % under ${durationText(most)} in every stretch`}
      className="flex gap-3 pt-1"
    >
      <svg
        aria-hidden="true"
        className="min-w-0 flex-1 overflow-visible"
        style={{ height: HEIGHT }}
        viewBox={`0 0 ${bars.length} 100`}
        preserveAspectRatio="none"
      >
        <line
          x1="0"
          x2={bars.length}
          y1="0"
          y2="0"
          className="stroke-border"
          strokeDasharray="3 4"
          vectorEffect="non-scaling-stroke"
        />
        <line x1="0" x2={bars.length} y1="100" y2="100" className="stroke-border" vectorEffect="non-scaling-stroke" />
        <path
          d={line(({ p95 }) => p95)}
          fill="none"
          className="stroke-input"
          strokeWidth="1.5"
          vectorEffect="non-scaling-stroke"
        />
        <path
          d={line(({ p50 }) => p50)}
          fill="none"
          className="stroke-primary"
          strokeWidth="1.5"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <div aria-hidden="true" className="relative w-8 text-right text-subtle text-xs" style={{ height: HEIGHT }}>
        <span className="absolute top-0 right-0 -translate-y-1/2 whitespace-nowrap">{durationText(most)}</span>
        <span className="absolute right-0 bottom-0 translate-y-1/2 whitespace-nowrap">0 ms</span>
      </div>
    </figure>
  )
}
