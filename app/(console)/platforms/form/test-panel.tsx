'use client'

import { PlugZap } from 'lucide-react'
import type { ReactNode } from 'react'
import { failureText } from '#app/(console)/services/failure.ts'
import { Status } from '#components/status/status.tsx'
import { durationText } from '#components/time/format.ts'
import { Button } from '#components/ui/button.tsx'
import { Detail, DetailList } from '#components/ui/detail-list.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { ConnectionReport } from '#lib/platforms/index.ts'
import { judgedAs, ReleaseAbilities } from '../release-abilities.tsx'
import { counted } from '../words.ts'
import type { TestState } from './use-connection-test.ts'

interface TestPanelProps {
  state: TestState
  onTest: () => void
}

/** «Test connection» and what it found: the release and what it can do, who we are there, which namespaces, how long it took. */
export function TestPanel({ state, onTest }: TestPanelProps) {
  return (
    <section aria-labelledby="test-heading" className="flex flex-col gap-3">
      <div className="flex min-h-8 items-center justify-between gap-3">
        <h3 id="test-heading" className="font-semibold text-sm">
          Connection
        </h3>
        <Button size="sm" icon={<PlugZap />} busy={state.step === 'asking'} onClick={onTest}>
          {state.step === 'done' ? 'Test again' : 'Test connection'}
        </Button>
      </div>
      <div aria-live="polite" className="flex flex-col gap-3">
        <Inside state={state} />
      </div>
    </section>
  )
}

function Inside({ state }: { state: TestState }) {
  if (state.step === 'none')
    return (
      <p className="text-muted-foreground">
        Signs in with what stands in the form now, and shows which release answers, what it can do, and which namespaces
        it has. Nothing is saved by it.
      </p>
    )
  if (state.step === 'asking') return <Status state="asking">asking {state.host}</Status>
  if (state.step === 'refused') return <Notice kind="bad" title={failureText(state.error)} />
  const { verdict, stale } = state
  return (
    <>
      {stale && <p className="text-muted-foreground text-xs">Tested before the last change.</p>}
      {verdict.ok ? (
        <>
          <Status state="connected">connected in {durationText(verdict.ms)}</Status>
          <Found report={verdict.report} />
        </>
      ) : (
        <Notice
          kind="bad"
          title={verdict.message}
          {...(verdict.platformSaid && { said: { who: 'Dify', words: verdict.platformSaid } })}
        >
          {verdict.next}
          <span className="block text-xs">After {durationText(verdict.ms)}.</span>
        </Notice>
      )}
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
