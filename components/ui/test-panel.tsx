import type { ReactNode } from 'react'
import { Status } from '#components/status/status.tsx'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'

/** What is known of a test: nothing, that it runs, what it found, or why it could not be made. */
export type TestState<Found> =
  | { step: 'none' }
  | { step: 'asking'; host: string }
  /** `stale`: what was tested has been changed since. */
  | { step: 'done'; found: Found; stale: boolean }
  | { step: 'refused'; text: string }

interface TestPanelProps<Found> {
  title: string
  /** What the button says before the first test: «Test connection». */
  label: string
  /** A lucide element. */
  icon: ReactNode
  state: TestState<Found>
  onTest: () => void
  /** Said before the first test: what it does. */
  intro: ReactNode
  /** What was found, shown. */
  children: (found: Found) => ReactNode
}

/** Beside a form: a test of what stands in it now, and what came of it. */
export function TestPanel<Found>({ title, label, icon, state, onTest, intro, children }: TestPanelProps<Found>) {
  return (
    <section aria-labelledby="test-heading" className="flex flex-col gap-3">
      <div className="flex min-h-8 items-center justify-between gap-3">
        <h3 id="test-heading" className="font-semibold text-sm">
          {title}
        </h3>
        <Button size="sm" icon={icon} busy={state.step === 'asking'} onClick={onTest}>
          {state.step === 'done' ? 'Test again' : label}
        </Button>
      </div>
      <div aria-live="polite" className="flex flex-col gap-3">
        {state.step === 'none' && <p className="text-muted-foreground">{intro}</p>}
        {state.step === 'asking' && <Status state="asking">asking {state.host}</Status>}
        {state.step === 'refused' && <Notice kind="bad" title={state.text} />}
        {state.step === 'done' && (
          <>
            {state.stale && <p className="text-muted-foreground text-xs">Tested before the last change.</p>}
            {children(state.found)}
          </>
        )}
      </div>
    </section>
  )
}
