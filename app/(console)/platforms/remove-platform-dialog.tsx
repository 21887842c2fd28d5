'use client'

import { Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { tellFailure } from '#app/(console)/services/failure.ts'
import { useCall } from '#app/login/session-keeper.tsx'
import { Glyph } from '#components/status/glyph.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { notify } from '#components/ui/toast.tsx'
import type { PlatformFacts, PlatformRemovalImpact } from '#lib/platforms/index.ts'
import { readRemovalImpact, removeOne } from './actions.ts'
import { counted } from './words.ts'

type Removable = Pick<PlatformFacts, 'id' | 'authKind'>

/** Removes platforms, each after a question. Returns how to ask, and the dialog to be shown. */
export function useRemoval(onRemoved: () => void): { ask: (platform: Removable) => void; dialog: ReactNode } {
  const call = useCall()
  const [asked, setAsked] = useState<{ platform: Removable; impact: PlatformRemovalImpact } | null>(null)
  const ask = async (platform: Removable) => {
    const result = await call(() => readRemovalImpact({ id: platform.id }))
    if (result.ok) setAsked({ platform, impact: result.value })
    else tellFailure(result.error)
  }
  const dialog = asked && <RemovePlatformDialog {...asked} onClose={() => setAsked(null)} onRemoved={onRemoved} />
  return { ask: (platform) => void ask(platform), dialog }
}

interface RemovePlatformDialogProps {
  platform: Removable
  impact: PlatformRemovalImpact
  onClose: () => void
  onRemoved: () => void
}

/** Says what stays on a platform and what is forgotten here; the number of its namespaces is typed. */
function RemovePlatformDialog({ platform, impact, onClose, onRemoved }: RemovePlatformDialogProps) {
  const call = useCall()
  const [busy, setBusy] = useState(false)
  const { name, namespaces, staying, stayingShown, activeRuns } = impact

  const remove = async () => {
    setBusy(true)
    const result = await call(() => removeOne({ id: platform.id, confirm: true }))
    setBusy(false)
    if (!result.ok) return tellFailure(result.error)
    const left = result.value.staying
    notify.good(`${name} is removed here${left > 0 ? `; ${counted(left, 'tool provider')} of ours stay there` : ''}.`)
    onClose()
    onRemoved()
  }
  const secret = platform.authKind === 'adminKey' ? 'admin API key' : 'password'
  const its = namespaces === 0 ? '' : ` and its ${counted(namespaces, 'namespace')}`
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Remove ${name}${its} from MCP Ferry?`}
      description={
        <>
          <p>
            {staying === 0
              ? 'Nothing of ours is there: on the platform nothing changes.'
              : `${counted(staying, 'tool provider')} of ours ${staying === 1 ? 'stays there as it is, but nobody looks after it' : 'stay there as they are, but nobody looks after them'} any more: no check, no update, no removal.`}
          </p>
          <p className="mt-2">
            Forgotten here: its {secret}
            {namespaces > 0 && `, ${counted(namespaces, 'namespace')} with their counts`}
            {staying > 0 &&
              `, ${counted(staying, 'binding')} with the tokens kept for ${staying === 1 ? 'it' : 'them'}`}
            .{staying > 0 && ' To end the tools there too, use «Remove from namespaces» of the services first.'}
          </p>
        </>
      }
      cancelLabel="Keep it"
      confirmLabel={`Remove ${name}`}
      icon={<Trash2 />}
      busy={busy}
      onConfirm={remove}
      {...(namespaces > 0 && { typed: String(namespaces) })}
    >
      {(activeRuns.length > 0 || stayingShown.length > 0) && (
        <div className="flex flex-col gap-3">
          {activeRuns.length > 0 && (
            <Notice kind="warn" title={`Synchronization #${activeRuns[0]} is still working there.`}>
              Removing is refused until it has ended or was cancelled.
            </Notice>
          )}
          {stayingShown.length > 0 && <Staying impact={impact} />}
        </div>
      )}
    </ConfirmDialog>
  )
}

function Staying({ impact: { staying, stayingShown } }: { impact: PlatformRemovalImpact }) {
  return (
    <ul aria-label="What stays there" className="max-h-56 overflow-y-auto rounded-lg border">
      {stayingShown.map(({ serviceName, namespaceName }) => (
        <li
          key={`${namespaceName}/${serviceName}`}
          className="flex h-9 items-center gap-2.5 border-b px-3 last:border-b-0"
        >
          <Glyph state="unchanged" label="stays" />
          <span className="min-w-0 truncate">{serviceName}</span>
          <span className="ml-auto truncate text-muted-foreground">{namespaceName}</span>
        </li>
      ))}
      {staying > stayingShown.length && (
        <li className="flex h-9 items-center px-3 text-muted-foreground">
          and {(staying - stayingShown.length).toLocaleString('en')} more
        </li>
      )}
    </ul>
  )
}
