import { LatencyChart } from '#components/chart/latency-chart.tsx'
import { Glyph } from '#components/status/glyph.tsx'
import { durationText, relativeTime } from '#components/time/format.ts'
import { RelativeTime } from '#components/time/relative-time.tsx'
import { Card, CardBody, CardFooter, CardHeader } from '#components/ui/card.tsx'
import type { PastCheck, ServiceDetail } from '#lib/services/index.ts'
import { ChecksDialog } from './checks-dialog.tsx'

/** As many as a service's page is given. */
const CHECKS = 50

/** The last 50 checks as bars of latency, failures marked, with the same in words. */
export function ChecksCard({ checks, latency }: Pick<ServiceDetail, 'checks' | 'latency'>) {
  const [oldest, newest] = [checks[0], checks.at(-1)]
  if (oldest === undefined || newest === undefined)
    return (
      <Card>
        <CardHeader title="Checks" plain />
        <CardBody className="pt-1 text-muted-foreground">Not checked yet.</CardBody>
      </Card>
    )
  const normal = checks.filter(({ status }) => status === 'normal').length
  const abnormal = checks.length - normal
  const counts = [...(normal > 0 ? [`${normal} normal`] : []), ...(abnormal > 0 ? [`${abnormal} abnormal`] : [])].join(
    ', ',
  )
  const title = checks.length === 1 ? 'One check' : `Last ${checks.length} checks`
  const figures = latency ? `, median ${durationText(latency.median)}, 95 % under ${durationText(latency.p95)}` : ''
  const now = Date.now()
  return (
    <Card>
      <CardHeader
        plain
        title={title}
        detail={counts}
        aside={
          latency && (
            <span className="flex gap-4 text-muted-foreground">
              <span>
                median <b className="font-medium text-foreground">{durationText(latency.median)}</b>
              </span>
              <span>
                95 % under <b className="font-medium text-foreground">{durationText(latency.p95)}</b>
              </span>
            </span>
          )
        }
      />
      <CardBody className="pt-2">
        <LatencyChart
          markNewest
          room={CHECKS}
          points={checks.map(({ ms, status, message, at }) => ({
            ms,
            failed: status === 'abnormal',
            title: `${status === 'normal' ? `normal, ${durationText(ms)}` : message} ${relativeTime(at, now)}`,
          }))}
          label={`${title}: ${counts}${figures}`}
          from={relativeTime(oldest.at, now)}
          to={relativeTime(newest.at, now)}
        />
      </CardBody>
      <CardFooter>
        <LastAbnormal checks={checks} />
        <span className="ml-auto">
          <ChecksDialog checks={checks} />
        </span>
      </CardFooter>
    </Card>
  )
}

function LastAbnormal({ checks }: { checks: PastCheck[] }) {
  const at = checks.findLastIndex(({ status }) => status === 'abnormal')
  const check = checks[at]
  if (check === undefined)
    return (
      <span className="text-muted-foreground">
        {checks.length === 1 ? 'It was normal.' : 'None of them was abnormal.'}
      </span>
    )
  const since = checks.length - 1 - at
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Glyph state="abnormal" decorative />
      <span className="min-w-0">
        <span className="font-medium">
          Last abnormal <RelativeTime at={check.at} />:
        </span>{' '}
        <span className="text-muted-foreground">
          {check.message} {since === 1 && 'The next check was normal again.'}
          {since > 1 && `The ${since} checks since were normal.`}
        </span>
      </span>
    </span>
  )
}
