'use client'

import { Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useCall } from '#app/login/session-keeper.tsx'
import { ServiceIcon } from '#components/services/service-icon.tsx'
import { Glyph } from '#components/status/glyph.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { notify } from '#components/ui/toast.tsx'
import type { RemovalImpact, ServiceSummary } from '#lib/services/index.ts'
import { readRemovalImpact, removeOneService } from './actions.ts'
import { tellFailure } from './failure.ts'
import { select, useSelection } from './use-selection.ts'

/** From this many namespaces on, the number is typed. */
const TYPED_FROM = 20

type Removable = Pick<ServiceSummary, 'id' | 'name' | 'iconEmoji' | 'iconColor'>

/** Removes services, each after a question. Returns how to ask, and the dialog to be shown. */
export function useRemoval(onRemoved: () => void): { ask: (service: Removable) => void; dialog: ReactNode } {
  const call = useCall()
  const [asked, setAsked] = useState<{ service: Removable; impact: RemovalImpact } | null>(null)
  const ask = async (service: Removable) => {
    const result = await call(() => readRemovalImpact({ id: service.id }))
    if (result.ok) setAsked({ service, impact: result.value })
    else tellFailure(result.error)
  }
  const dialog = asked && <RemoveServiceDialog {...asked} onClose={() => setAsked(null)} onRemoved={onRemoved} />
  return { ask: (service) => void ask(service), dialog }
}

interface RemoveServiceDialogProps {
  service: Removable
  impact: RemovalImpact
  onClose: () => void
  onRemoved: () => void
}

/** Says where the tools of a service stay, and that removing it here does not take them away there. */
function RemoveServiceDialog({ service, impact, onClose, onRemoved }: RemoveServiceDialogProps) {
  const call = useCall()
  const [busy, setBusy] = useState(false)
  const selected = useSelection()

  const remove = async () => {
    setBusy(true)
    const result = await call(() => removeOneService({ id: service.id, confirm: true }))
    setBusy(false)
    if (!result.ok) return tellFailure(result.error)
    select([...selected].filter((other) => other !== service.id))
    const { name, leftIn } = result.value
    const left = leftIn.length === 0 ? '' : ` here; it stays in ${places(leftIn.length)}`
    notify.good(`${name} is removed${left}.`)
    onClose()
    onRemoved()
  }
  const { namespaces, activeRuns } = impact
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Remove ${impact.name} from MCP Ferry?`}
      description={
        namespaces.length === 0
          ? 'It is in no namespace. Its history and its stored credential are forgotten.'
          : `It is in ${places(namespaces.length)}. Its tools stay there and go on working, but nobody looks after them any more: no check, no update, no removal. Its history and its stored credential are forgotten.`
      }
      cancelLabel="Keep it"
      confirmLabel={`Remove ${impact.name}`}
      icon={<Trash2 />}
      busy={busy}
      note={
        activeRuns.length > 0
          ? `Synchronization #${activeRuns[0]} is still working on it.`
          : namespaces.length > 0 && 'To end its tools there too, use «Remove from namespaces» first.'
      }
      onConfirm={remove}
      {...(namespaces.length >= TYPED_FROM && { typed: String(namespaces.length) })}
    >
      {namespaces.length > 0 && (
        <ul className="max-h-56 overflow-y-auto rounded-lg border">
          {namespaces.map(({ namespaceName, platformName }) => (
            <li
              key={`${platformName}/${namespaceName}`}
              className="flex h-9 items-center gap-2.5 border-b px-3 last:border-b-0"
            >
              <Glyph state="unchanged" label="stays" />
              <ServiceIcon name={service.name} icon={service.iconEmoji} background={service.iconColor} size={20} />
              <span className="min-w-0 truncate">{namespaceName}</span>
              <span className="ml-auto truncate text-muted-foreground">{platformName}</span>
            </li>
          ))}
        </ul>
      )}
    </ConfirmDialog>
  )
}

function places(number: number): string {
  return number === 1 ? '1 namespace' : `${number} namespaces`
}
