'use client'

import { FlaskConical } from 'lucide-react'
import { useFormContext } from 'react-hook-form'
import { Status } from '#components/status/status.tsx'
import { durationText } from '#components/time/format.ts'
import { TestPanel } from '#components/ui/test-panel.tsx'
import type { TestReport } from '#lib/services/index.ts'
import { useConnectionTest } from '../../form/use-connection-test.ts'
import { reachGap } from '../reach-mark.tsx'
import { TRANSPORT_LABELS } from '../transport.ts'
import type { ServiceFormValues } from './form-values.ts'

const ABOUT = ['url', 'transport', 'credential', 'keepCredential', 'timeoutSeconds'] as const

/** «Test» of the service in the form, and what it found: the verdict, the facts, and each request with its answer. */
export function ServiceTest({ id }: { id: string | undefined }) {
  const form = useFormContext<ServiceFormValues>()
  const test = useConnectionTest<ServiceFormValues, TestReport>({
    form,
    route: '/services/test',
    about: ABOUT,
    // A credential that is kept is not looked at.
    needs: ({ keepCredential }) => [
      ...(['url', 'transport', 'timeoutSeconds'] as const),
      ...(keepCredential ? [] : (['credential'] as const)),
    ],
    asks: ({ url, transport, timeoutSeconds, credential, keepCredential }) => ({
      host: new URL(url).host,
      input: {
        ...(id !== undefined && { id }),
        ...{ url, transport, timeoutSeconds },
        ...(!keepCredential && { credential }),
      },
    }),
  })
  return (
    <TestPanel
      title="Test"
      label="Test the connection"
      icon={<FlaskConical />}
      state={test.state}
      onTest={test.run}
      intro="Makes a real exchange with what stands in the form now, and shows it here. Nothing is saved by it."
    >
      {(report) => <Found report={report} />}
    </TestPanel>
  )
}

function Found({ report }: { report: TestReport }) {
  const gap = reachGap(report.reach)
  return (
    <>
      <div>
        <Status state={report.status} strong={report.status === 'abnormal'}>
          {report.status === 'normal'
            ? `normal, ${tools(report.tools.length)} in ${durationText(report.ms)}`
            : 'abnormal'}
        </Status>
        {report.status === 'abnormal' && <p className="mt-1 break-words">{report.message}</p>}
        {report.next && <p className="mt-1 break-words text-muted-foreground">{report.next}</p>}
        {gap && (
          <Status state="partial" className="mt-1">
            {gap}
          </Status>
        )}
      </div>
      {report.status === 'normal' && <Facts report={report} />}
      {report.exchange.length > 0 && <Exchange report={report} />}
    </>
  )
}

function Facts({ report }: { report: TestReport }) {
  const server = [report.serverName, report.serverVersion].filter(Boolean).join(' ')
  const facts: [string, string][] = [
    ...(report.transport ? [['Transport', TRANSPORT_LABELS[report.transport]] as [string, string]] : []),
    ...(report.protocolVersion ? [['Protocol', report.protocolVersion] as [string, string]] : []),
    ...(server ? [['Server', server] as [string, string]] : []),
    ...((report.pages ?? 1) > 1 ? [['Tool list', `${report.pages} pages`] as [string, string]] : []),
  ]
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted-foreground">{name}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
      <dt className="text-muted-foreground">Tools</dt>
      <dd className="min-w-0 break-words font-mono text-xs leading-5">{toolNames(report)}</dd>
    </dl>
  )
}

const SHOWN_TOOLS = 8

function toolNames({ tools: list }: TestReport): string {
  const names = list.slice(0, SHOWN_TOOLS).map(({ name }) => name)
  return names.join(', ') + (list.length > SHOWN_TOOLS ? ` and ${list.length - SHOWN_TOOLS} more` : '')
}

function Exchange({ report }: { report: TestReport }) {
  return (
    <div className="overflow-clip rounded-lg border">
      <table className="w-full table-fixed text-xs">
        <caption className="border-b bg-muted px-3 py-1.5 text-left font-medium text-muted-foreground">
          The exchange
        </caption>
        <colgroup>
          <col />
          <col className="w-20" />
          <col className="w-16" />
        </colgroup>
        <thead className="sr-only">
          <tr>
            <th scope="col">Request</th>
            <th scope="col">Answer</th>
            <th scope="col">Time</th>
          </tr>
        </thead>
        <tbody>
          {report.exchange.map((step, index) => (
            // The order is what the steps are.
            <tr key={`step-${index.toString()}`} className="border-b last:border-b-0">
              <td className="break-words py-1.5 pl-3 align-top font-mono">{step.what}</td>
              <td className="break-words py-1.5 pl-2 align-top text-muted-foreground">{step.answer}</td>
              <td className="whitespace-nowrap py-1.5 pr-3 text-right align-top text-muted-foreground">
                {durationText(step.ms)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function tools(number: number): string {
  return number === 1 ? '1 tool' : `${number} tools`
}
