import { Legend, StackedBars } from '#components/chart/stacked-bars.tsx'
import { Card, CardBody, CardHeader } from '#components/ui/card.tsx'
import type { ChecksBar } from '#lib/overview/index.ts'

/** The checks of the last eight hours: grey where normal, red on top where abnormal. */
export function ChecksChart({ bars }: { bars: ChecksBar[] }) {
  const normal = bars.reduce((sum, bar) => sum + bar.normal, 0)
  const abnormal = bars.reduce((sum, bar) => sum + bar.abnormal, 0)
  return (
    <Card>
      <CardHeader
        plain
        title="Checks of services"
        detail="last 8 hours, by 20 minutes"
        aside={
          <span className="flex gap-5 text-muted-foreground text-xs">
            <Legend kind="good" text={`${normal.toLocaleString('en')} normal`} />
            {abnormal > 0 && <Legend kind="bad" text={`${abnormal.toLocaleString('en')} abnormal`} />}
          </span>
        }
      />
      <CardBody className="pt-3">
        <StackedBars
          height={152}
          label={`Checks of the last 8 hours: ${normal} normal, ${abnormal} abnormal`}
          bars={bars.map((bar) => ({
            from: bar.from,
            good: bar.normal,
            bad: bar.abnormal,
            title: `${bar.normal} normal, ${bar.abnormal} abnormal`,
          }))}
        />
      </CardBody>
    </Card>
  )
}
