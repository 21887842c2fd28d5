'use client'

import { ChevronDown, ChevronUp } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { ServiceIcon } from '#components/services/service-icon.tsx'
import { Glyph } from '#components/status/glyph.tsx'
import { Status } from '#components/status/status.tsx'
import { Button } from '#components/ui/button.tsx'
import type { ConflictChoice, PlanItem } from '#lib/sync/schema.ts'
import { ConflictLine } from './conflict-line.tsx'
import { PlanChanges } from './plan-changes.tsx'
import { ACTION_STATES } from './verbs.ts'

interface PlanRowProps {
  item: PlanItem
  /** Where it stands below its service: the namespace in place of the service. */
  place?: string
  onChoose: (choice: ConflictChoice) => void
  busy: boolean
}

/** One action of a plan: verb, service, what happens in words; changes folded, a conflict with its choices, reach at the right. */
export function PlanRow({ item, place, onChoose, busy }: PlanRowProps) {
  const [open, setOpen] = useState(false)
  const { service, action, summary, changes, warnings, reach, conflict } = item
  const quiet = action === 'unchanged' || action === 'skip'
  const reason = action === 'cant' ? 'text-bad' : quiet ? 'text-muted-foreground' : ''
  return (
    <li className="border-b last:border-b-0">
      <div className="grid min-h-9 grid-cols-[108px_164px_minmax(0,1fr)_auto] items-center gap-x-4 px-4 py-1 max-md:grid-cols-[1fr_auto] max-md:gap-y-0.5 max-md:py-2.5">
        <Status state={ACTION_STATES[action]} strong={!quiet} />
        <span className="flex min-w-0 items-center gap-2.5 max-md:order-first max-md:font-medium">
          {place === undefined ? (
            <>
              <ServiceIcon name={service.name} icon={service.iconEmoji} background={service.iconColor} size={20} />
              <span className={quiet ? 'truncate' : 'truncate font-medium'}>{service.name}</span>
            </>
          ) : (
            <span className={quiet ? 'truncate' : 'truncate font-medium'}>{place}</span>
          )}
        </span>
        {conflict ? (
          <ConflictLine item={item} conflict={conflict} onChoose={onChoose} busy={busy} />
        ) : (
          <>
            <span className={`min-w-0 max-md:col-span-2 ${reason}`}>{summary}</span>
            <span className="flex items-center justify-end gap-4 max-md:col-span-2 max-md:justify-start">
              {reach.message !== null && action !== 'cant' && (
                <Aside>
                  Dify gets {reach.gets ?? 'fewer'} of {reach.of ?? 'its'} tools
                </Aside>
              )}
              {reach.through === 'gateway' && reach.gets !== null && action !== 'cant' && (
                <span className="whitespace-nowrap text-muted-foreground">
                  {reach.gets} of {reach.of} tools
                </span>
              )}
              {changes.length > 0 && (
                <Button
                  variant="ghost"
                  size="sm"
                  aria-expanded={open}
                  onClick={() => setOpen(!open)}
                  className="-mr-2.5 max-md:-ml-2.5"
                >
                  {open ? 'Hide' : 'Show'} {action === 'create' ? 'URL' : 'changes'}
                  {open ? <ChevronUp /> : <ChevronDown />}
                </Button>
              )}
            </span>
          </>
        )}
      </div>
      {open && <PlanChanges changes={changes} />}
      {warnings.length > 0 && (
        <ul className="px-4 pb-2 md:pl-[calc(16px+108px+16px)]">
          {warnings.map((warning) => (
            <li key={warning} className="flex gap-2 text-warn text-xs">
              <Glyph state="partial" label="note" className="mt-0.5" />
              {warning}
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

function Aside({ children }: { children: ReactNode }) {
  return (
    <span className="flex items-center gap-2 whitespace-nowrap text-warn">
      <Glyph state="partial" decorative />
      <span>{children}</span>
    </span>
  )
}
