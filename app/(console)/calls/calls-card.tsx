import { Suspense } from 'react'
import { BarBeginning } from '#components/chart/bar-beginning.tsx'
import { Legend, StackedBars } from '#components/chart/stacked-bars.tsx'
import { TimesChart } from '#components/chart/times-chart.tsx'
import { durationText } from '#components/time/format.ts'
import { LinkButton } from '#components/ui/button.tsx'
import { Card, CardBody, CardFooter, CardHeader } from '#components/ui/card.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { type CallFigure, type CallFigures, callFigures } from '#lib/calls/index.ts'
import type { CallSpan, CallsOf } from '#lib/calls/schema.ts'
import type { Context } from '#lib/core/index.ts'
import { FigureRows } from './figure-rows.tsx'
import { type CallsQuery, callsHref } from './query.ts'
import { RecentCalls } from './recent-calls.tsx'
import { SpanSwitch } from './span-switch.tsx'

interface CallsCardProps {
  ctx: Context
  of: CallsOf
  query: CallsQuery
}

/** What passed the gateway for one service, or with one token: calls over time, errors, times, by tool and namespace, and the last ones. */
export function CallsCard(props: CallsCardProps) {
  return (
    <Card id="calls">
      <CardHeader plain title="Calls through the gateway" aside={<SpanSwitch />} />
      {/* Thirty days of a busy service take a moment to be counted; the rest of the page does not wait. */}
      <Suspense key={props.query.calls} fallback={<Waiting />}>
        <Figures {...props} />
      </Suspense>
    </Card>
  )
}

async function Figures({ ctx, of, query }: CallsCardProps) {
  const span = query.calls
  const axis = span === '24h' ? 'clock' : 'day'
  const figures = await callFigures(ctx, { of, span })
  const { total, otherRequests, byTool, byNamespace } = figures
  if (total.calls === 0) return <NoCalls of={of} span={span} otherRequests={otherRequests} />
  return (
    <>
      <CardBody className="flex flex-col gap-3 pt-1">
        <Totals figures={figures} />
        <StackedBars
          height={96}
          axis={axis}
          label={`Calls of the last ${span === '24h' ? '24 hours' : '30 days'}: ${total.calls}, ${total.errors} of them failed or refused`}
          bars={figures.bars.map((bar) => ({
            from: bar.from,
            good: bar.calls - bar.errors,
            bad: bar.errors,
            title: barWords(bar),
          }))}
        />
        <TimesChart bars={figures.bars} />
      </CardBody>
      <details className="border-t">
        <summary className="min-h-6 cursor-pointer px-4 py-1.5 text-link text-xs -outline-offset-2 max-md:py-3">
          As a table
        </summary>
        <FigureRows
          head={span === '24h' ? 'Half hour' : 'Day'}
          rows={figures.bars
            .filter(({ calls }) => calls > 0)
            .toReversed()
            .map(({ from, ...bar }) => ({
              ...bar,
              key: from.toISOString(),
              name: <BarBeginning from={from} axis={axis} />,
            }))}
        />
      </details>
      <FigureRows
        head="Tool"
        rows={byTool.map((row) => ({
          ...row,
          key: row.tool,
          name:
            row.tool === '' ? (
              'without a name'
            ) : (
              <TextLink href={callsHref(of, { ...query, tool: row.tool, older: 0 })}>
                <code className="text-xs">{row.tool}</code>
              </TextLink>
            ),
        }))}
      />
      {'serviceId' in of && (
        <FigureRows
          head="Namespace"
          rows={byNamespace.map((row) => ({
            ...row,
            key: row.namespaceId ?? 'by-hand',
            name: row.name ?? (row.namespaceId === null ? 'Tokens made by hand' : 'A namespace that is gone'),
          }))}
        />
      )}
      <RecentCalls ctx={ctx} of={of} query={query} />
      <CardFooter>
        {otherRequests > 0 && (
          <span className="text-muted-foreground">
            And {otherRequests.toLocaleString('en')} other {otherRequests === 1 ? 'request' : 'requests'}: handshakes,
            lists, streams.
          </span>
        )}
        <span className="ml-auto">
          <LinkButton variant="link" href={exportHref(of)} prefetch={false} download>
            CSV
          </LinkButton>
        </span>
      </CardFooter>
    </>
  )
}

function Totals({ figures: { total } }: { figures: CallFigures }) {
  return (
    <p className="flex flex-wrap gap-x-5 gap-y-1 text-muted-foreground text-xs">
      <Legend kind="good" text={`${total.calls.toLocaleString('en')} ${total.calls === 1 ? 'call' : 'calls'}`} />
      {total.errors > 0 && <Legend kind="bad" text={`${total.errors.toLocaleString('en')} failed or refused`} />}
      {total.toolErrors > 0 && (
        <span>
          {total.toolErrors.toLocaleString('en')} {total.toolErrors === 1 ? 'tool error' : 'tool errors'} seen
        </span>
      )}
      {total.p50 !== null && total.p95 !== null && (
        <span className="md:ml-auto">
          <span aria-hidden="true" className="mr-1.5 inline-block h-0.5 w-3 bg-primary align-middle" />
          median <b className="font-medium text-foreground">{durationText(total.p50)}</b>
          <span aria-hidden="true" className="mr-1.5 ml-4 inline-block h-0.5 w-3 bg-input align-middle" />
          95 % under <b className="font-medium text-foreground">{durationText(total.p95)}</b>
        </span>
      )}
    </p>
  )
}

function barWords({ calls, errors, p50, p95 }: CallFigure): string {
  const times = p50 === null || p95 === null ? '' : `, median ${durationText(p50)}, 95 % under ${durationText(p95)}`
  const failed = errors === 0 ? '' : `, ${errors.toLocaleString('en')} failed or refused`
  return calls === 0 ? 'no calls' : `${calls.toLocaleString('en')} ${calls === 1 ? 'call' : 'calls'}${failed}${times}`
}

function NoCalls({ of, span, otherRequests }: { of: CallsOf; span: CallSpan; otherRequests: number }) {
  return (
    <CardBody className="pt-1 text-muted-foreground">
      <p>
        No call of a tool in the last {span === '24h' ? '24 hours' : '30 days'}.
        {otherRequests > 0 &&
          ` ${otherRequests.toLocaleString('en')} other ${otherRequests === 1 ? 'request' : 'requests'} passed: handshakes, lists, streams.`}
      </p>
      {otherRequests === 0 && (
        <p>
          {'serviceId' in of
            ? 'Calls stand here once a platform or a client reaches this service with a token of the gateway.'
            : 'Calls stand here some seconds after whoever has this token makes them.'}
        </p>
      )}
    </CardBody>
  )
}

function Waiting() {
  return (
    <CardBody className="flex flex-col gap-4 pt-1" aria-hidden="true">
      <Skeleton className="w-48" />
      <Skeleton className="h-24 w-full" />
    </CardBody>
  )
}

function exportHref(of: CallsOf): string {
  return `/calls/export?${'serviceId' in of ? `service=${of.serviceId}` : `token=${of.tokenId}`}`
}
