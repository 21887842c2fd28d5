import { ArrowRight } from 'lucide-react'
import { cn } from '#components/cn.ts'
import type { PlanChange } from '#lib/sync/schema.ts'

/** What changes of one provider: a line a field, the old in grey, the new in black. */
export function PlanChanges({ changes }: { changes: readonly PlanChange[] }) {
  return (
    <dl className="flex flex-col gap-1 bg-muted px-4 py-2.5 md:pl-[calc(16px+108px+16px)]">
      {changes.map(({ field, label, from, to }) => {
        const mono = field === 'url' || field === 'identifier' ? 'font-mono text-xs' : ''
        return (
          <div key={`${field}-${label}`} className="flex flex-wrap items-baseline gap-x-3">
            <dt className="w-20 shrink-0 text-muted-foreground">{label}</dt>
            <dd className="flex min-w-0 flex-wrap items-baseline gap-x-2.5">
              {from !== null && <span className={cn('break-all text-muted-foreground', mono)}>{from}</span>}
              {from !== null && to !== null && (
                <ArrowRight aria-label="becomes" className="size-3.5 shrink-0 self-center text-muted-foreground" />
              )}
              {to !== null && <span className={cn('break-all', mono)}>{to}</span>}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
