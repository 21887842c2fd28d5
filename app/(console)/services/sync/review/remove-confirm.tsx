'use client'

import { Trash2 } from 'lucide-react'
import { ServiceIcon } from '#components/services/service-icon.tsx'
import { Glyph } from '#components/status/glyph.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import type { PlanView } from '#lib/sync/schema.ts'
import { counted, listed } from '../words.ts'
import { ACTION_STATES } from './verbs.ts'

interface RemoveConfirmProps {
  plan: PlanView
  platformName: string
  open: boolean
  busy: boolean
  onOpenChange: (open: boolean) => void
  onConfirm: () => void
}

/** From so many on the number is typed. */
const TYPED_FROM = 20
const MOST = 8

/** The question before a removal: what goes from where, and what stops working. */
export function RemoveConfirm({ plan, platformName, open, busy, onOpenChange, onConfirm }: RemoveConfirmProps) {
  const { count, label } = removalOf(plan)
  const rows = removalRows(plan)
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`${label} ${plan.writes > 0 ? 'from' : 'in'} ${platformName}?`}
      description="Agents and workflows there that use these tools stop working at once. The services themselves stay, here and where they run."
      confirmLabel={label}
      cancelLabel="Keep them"
      icon={<Trash2 />}
      busy={busy}
      note="The tokens kept for them here are forgotten with them."
      {...(count >= TYPED_FROM && { typed: String(count) })}
      onConfirm={onConfirm}
    >
      <ul className="overflow-clip rounded-lg border">
        {rows.slice(0, MOST).map((row) => (
          <li
            key={row.key}
            className={`flex min-h-11 items-center gap-3 border-b px-3 py-1.5 last:border-b-0 ${row.removes ? '' : 'bg-muted text-muted-foreground'}`}
          >
            <Glyph state={row.removes ? ACTION_STATES.remove : ACTION_STATES.unchanged} />
            <ServiceIcon name={row.name} icon={row.icon} background={row.colour} size={20} />
            <span className="min-w-0 flex-1">
              <span className={row.removes ? 'font-medium' : ''}>{row.name}</span>
              <span aria-hidden="true" className="mx-2 text-muted-foreground">
                →
              </span>
              {listed(row.namespaces, 4)}
            </span>
            {row.words && <span className="text-right">{row.words}</span>}
          </li>
        ))}
        {rows.length > MOST && (
          <li className="px-3 py-2 text-muted-foreground">and {rows.length - MOST} more services</li>
        )}
      </ul>
    </ConfirmDialog>
  )
}

/** How many leave the platform, in the words of the button; where nothing is there any more, only bindings end. */
export function removalOf({ writes, counts }: PlanView): { count: number; label: string } {
  if (writes > 0) return { count: writes, label: `Remove ${writes}` }
  return { count: counts.remove, label: `End ${counted(counts.remove, 'binding')}` }
}

interface RemovalRow {
  key: string
  name: string
  icon: string
  colour: string
  namespaces: string[]
  removes: boolean
  words: string | null
}

/** A line a service for what is removed, and one for what is not there any more. */
function removalRows(plan: PlanView): RemovalRow[] {
  const rows = new Map<string, RemovalRow>()
  for (const { namespace, items } of plan.groups)
    for (const { service, action, code, summary } of items) {
      const removes = action === 'remove' && code !== 'missing_already'
      const key = `${removes ? '' : 'stays:'}${service.id}`
      const row = rows.get(key) ?? {
        key,
        name: service.name,
        icon: service.iconEmoji,
        colour: service.iconColor,
        namespaces: [],
        removes,
        words: removes ? null : summary,
      }
      row.namespaces.push(namespace.name)
      rows.set(key, row)
    }
  return [...rows.values()].toSorted((one, other) => Number(other.removes) - Number(one.removes))
}
