import { requirePageContext } from '#app/server/context.ts'
import { FerryError, roleMay } from '#lib/core/index.ts'
import { draftNamespaces, getDraft } from '#lib/sync/index.ts'
import { DialogFrame } from './dialog-frame.tsx'
import { DraftGone } from './draft-gone.tsx'
import { loadPlatformCards } from './load-platform-cards.ts'
import { reachableStep } from './steps.ts'

interface SyncDialogProps {
  /** As it stands in the address: `?draft=…`. */
  draftId: string
}

/** The dialog of a draft that lives in the address; a draft that is over, or somebody else's, says so. */
export async function SyncDialog({ draftId }: SyncDialogProps) {
  const ctx = await requirePageContext()
  const draft = await getDraft(ctx, { draftId }).catch((error: unknown) => {
    if (error instanceof FerryError && (error.code === 'not_found' || error.code === 'invalid_input')) return null
    throw error
  })
  if (draft === null) return <DraftGone />
  const [platforms, namespaces] = await Promise.all([
    loadPlatformCards(ctx),
    reachableStep(draft, null) === 'namespaces' ? draftNamespaces(ctx, { draftId }) : null,
  ])
  return (
    <DialogFrame
      key={draft.id}
      draft={draft}
      platforms={platforms}
      namespaces={namespaces}
      mayConnect={ctx.actor.kind === 'user' && roleMay(ctx.actor.role, 'platforms.write')}
    />
  )
}
