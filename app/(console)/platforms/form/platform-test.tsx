'use client'

import { PlugZap } from 'lucide-react'
import type { ReactNode } from 'react'
import { useFormContext } from 'react-hook-form'
import { Status } from '#components/status/status.tsx'
import { durationText } from '#components/time/format.ts'
import { Detail, DetailList } from '#components/ui/detail-list.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { TestPanel } from '#components/ui/test-panel.tsx'
import type { ConnectionReport, ConnectionVerdict, PlatformFacts } from '#lib/platforms/index.ts'
import { readAddress } from '#lib/platforms/schema.ts'
import { useConnectionTest } from '../../form/use-connection-test.ts'
import { judgedAs, ReleaseAbilities } from '../release-abilities.tsx'
import { counted } from '../words.ts'
import { type PlatformFormValues, testInput } from './form-values.ts'

const ABOUT = ['baseUrl', 'login', 'replaceSecret'] as const

/** «Test connection» of the platform in the form, and what it found: the release and what it can do, who we are there, which namespaces. */
export function PlatformTest({ stored }: { stored: PlatformFacts | undefined }) {
  const form = useFormContext<PlatformFormValues>()
  const test = useConnectionTest<PlatformFormValues, ConnectionVerdict>({
    form,
    route: '/platforms/test',
    about: ABOUT,
    needs: () => ['baseUrl', 'webUrl', 'login'],
    asks: (values) => {
      const read = readAddress(values.baseUrl)
      return { host: read.ok ? new URL(read.address.baseUrl).host : 'Dify', input: testInput(values, stored) }
    },
  })
  return (
    <TestPanel
      title="Connection"
      label="Test connection"
      icon={<PlugZap />}
      state={test.state}
      onTest={test.run}
      intro="Signs in with what stands in the form now, and shows which release answers, what it can do, and which namespaces it has. Nothing is saved by it."
    >
      {(verdict) => <Verdict verdict={verdict} />}
    </TestPanel>
  )
}

function Verdict({ verdict }: { verdict: ConnectionVerdict }) {
  if (!verdict.ok)
    return (
      <Notice
        kind="bad"
        title={verdict.message}
        {...(verdict.platformSaid && { said: { who: 'Dify', words: verdict.platformSaid } })}
      >
        {verdict.next}
        <span className="block text-xs">After {durationText(verdict.ms)}.</span>
      </Notice>
    )
  return (
    <>
      <Status state="connected">connected in {durationText(verdict.ms)}</Status>
      <Found report={verdict.report} />
    </>
  )
}

function Found({ report }: { report: ConnectionReport }) {
  const { release, capabilities, identity, namespaces, notes } = report
  const judged = judgedAs(capabilities)
  return (
    <>
      <DetailList labels="narrow" dense>
        <Detail label="Release">
          Dify {release}
          {judged !== null && <span className="text-muted-foreground">, {judged}</span>}
        </Detail>
        <Detail label="Who we are">{identity}</Detail>
        <Detail label="Namespaces">
          {namespaces.length === 0 ? 'none' : <NamespaceNames namespaces={namespaces} />}
        </Detail>
      </DetailList>
      <Titled title={`What release ${release} can do`}>
        <ReleaseAbilities capabilities={capabilities} />
      </Titled>
      {notes.length > 0 && (
        <Titled title="Worth knowing">
          {notes.map((note) => (
            <p key={note} className="text-muted-foreground">
              {note}
            </p>
          ))}
        </Titled>
      )}
    </>
  )
}

function Titled({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="border-t pt-3">
      <h4 className="mb-1.5 text-muted-foreground">{title}</h4>
      {children}
    </div>
  )
}

const SHOWN_NAMESPACES = 10

function NamespaceNames({ namespaces }: Pick<ConnectionReport, 'namespaces'>) {
  const more = namespaces.length - SHOWN_NAMESPACES
  return (
    <ul>
      {namespaces.slice(0, SHOWN_NAMESPACES).map(({ remoteId, name, available, unavailableReason }) => (
        <li key={remoteId} className="break-words">
          <span dir="auto">{name}</span>
          {!available && (
            <span className="block text-muted-foreground text-xs">{unavailableReason ?? 'It refuses us.'}</span>
          )}
        </li>
      ))}
      {more > 0 && <li className="text-muted-foreground">and {counted(more, 'more namespace')}</li>}
    </ul>
  )
}
