import { cn } from '#components/cn.ts'
import { Status } from '#components/status/status.tsx'
import { VerdictBar } from '#components/status/verdict-bar.tsx'
import type { BindingCounts } from '#lib/platforms/index.ts'

/** What of ours is on a platform and how it stands: one bar, with its numbers in words. */
export function BindingsBar({ bindings, className }: { bindings: BindingCounts; className?: string }) {
  const { all, inSync, failed, unknown, vanished } = bindings
  if (all === 0) return <p className={cn('text-muted-foreground', className)}>No service of ours is there yet.</p>
  return (
    <div className={className}>
      <VerdictBar
        label="Services there"
        total={all}
        segments={[
          { tone: 'good', count: inSync, word: 'in sync' },
          { tone: 'warn', count: unknown, word: 'unknown' },
          { tone: 'warn', count: vanished, word: 'in namespaces that vanished' },
          { tone: 'bad', count: failed, word: 'failed' },
        ]}
      />
      <p className="mt-2 flex flex-wrap gap-x-4 gap-y-1">
        <span>
          {inSync.toLocaleString('en')} <span className="text-muted-foreground">in sync</span>
        </span>
        {unknown > 0 && <Status state="unknown">{unknown} unknown</Status>}
        {vanished > 0 && <Status state="missing">{vanished} in namespaces that vanished</Status>}
        {failed > 0 && <Status state="failed">{failed} failed</Status>}
      </p>
    </div>
  )
}
