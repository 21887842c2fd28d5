'use client'

import { RefreshCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import { RelativeTime } from '#components/time/relative-time.tsx'
import { Button } from '#components/ui/button.tsx'
import { SearchBox } from '#components/ui/search-box.tsx'
import { chooseNamespacesSchema, type DraftNamespacesView, type DraftView } from '#lib/sync/schema.ts'
import { askRoute } from './ask-server.ts'
import { useDialog } from './dialog-context.ts'
import { submitNamespaces } from './namespaces-action.ts'
import { NamespacesTable } from './namespaces-table.tsx'
import { StepFrame } from './step-frame.tsx'
import { useNamespacePage } from './use-namespace-page.ts'
import { counted } from './words.ts'

/** What is ticked, of which platform; kept by the dialog, so that going back in the browser loses nothing. */
export interface Picked {
  platformId: string
  ids: ReadonlySet<string>
}

interface NamespacesStepProps {
  label: string
  picked: Picked | null
  setPicked: (picked: Picked) => void
  first: DraftNamespacesView | null
}

/** Step 2: the namespaces of the platform, and what of the selection is there already. */
export function NamespacesStep({ label, picked, setPicked, first }: NamespacesStepProps) {
  const { view, send, apply, next, back, leave, setUnsaved, setChosen } = useDialog()
  const { page, search, setSearch, loading, showMore, reload } = useNamespacePage(view.id, first)
  const platformId = view.platform?.id ?? ''
  const selected = picked?.platformId === platformId ? picked.ids : idsOf(view)
  const setSelected = (ids: ReadonlySet<string>) => setPicked({ platformId, ids })
  const [busy, setBusy] = useState<'next' | 'back' | 'all' | 'refresh' | null>(null)
  const saved = idsOf(view)
  const changed = selected.size !== saved.size || [...selected].some((id) => !saved.has(id))
  useEffect(() => setUnsaved(changed), [changed, setUnsaved])

  /** Null when it was refused or failed. */
  const save = async (): Promise<DraftView | null> => {
    if (!changed) return view
    const input = chooseNamespacesSchema.safeParse({ draftId: view.id, namespaceIds: [...selected] })
    if (!input.success) return null
    return send(() => submitNamespaces(input.data))
  }
  const submit = async () => {
    setBusy('next')
    const answered = await save()
    setBusy(null)
    if (answered) next(answered)
  }
  const saveBeforeLeaving = async () => {
    // Nothing chosen is nothing to keep: the choice before stands.
    if (selected.size === 0) return true
    setBusy('back')
    const answered = await save()
    setBusy(null)
    if (answered) apply(answered)
    return answered !== null
  }
  const goBack = async () => {
    if (await saveBeforeLeaving()) back()
  }
  useEffect(() => {
    leave.current = saveBeforeLeaving
    return () => {
      leave.current = null
    }
  })
  const selectAll = async () => {
    setBusy('all')
    const answered = await send(() => submitNamespaces({ draftId: view.id, all: true, ...(search && { search }) }))
    setBusy(null)
    if (answered === null) return
    apply(answered)
    setSelected(search ? new Set([...selected, ...idsOf(answered)]) : idsOf(answered))
  }
  const refresh = async () => {
    setBusy('refresh')
    const answered = await send(() => askRoute('/services/sync/refresh', { id: view.platform?.id }))
    if (answered) await reload()
    setBusy(null)
  }
  const services = view.services.length
  const pairs = services * selected.size
  const all = page?.availableTotal ?? 0
  // A search counts only what matches it.
  const chosen = search !== '' || all === 0 ? `${selected.size} chosen` : `${selected.size} of ${all}`
  useEffect(() => setChosen(chosen), [chosen, setChosen])
  return (
    <StepFrame
      label={`${label}: Namespaces`}
      note={
        selected.size === 0
          ? 'Choose at least one namespace.'
          : view.kind === 'remove'
            ? `${counted(services, 'service')} out of ${counted(selected.size, 'namespace')}.`
            : `${counted(services, 'service')} into ${counted(selected.size, 'namespace')}: ${counted(pairs, 'to look at', 'to look at')}.`
      }
      back={{ onClick: goBack, busy: busy === 'back' }}
      primary={{ label: 'Next', onClick: submit, busy: busy === 'next', disabled: selected.size === 0 }}
      className="flex flex-col gap-3 overflow-hidden"
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SearchBox
          label="Search namespaces"
          value={search}
          onChange={setSearch}
          inDialog
          className="w-70 max-md:basis-full"
        />
        {all > 0 && (
          <Button variant="ghost" busy={busy === 'all'} onClick={selectAll} className="max-md:-ml-3">
            {search ? `Select all that match «${search}»` : `Select all ${all} available`}
          </Button>
        )}
        <div className="ml-auto flex items-center gap-2 text-muted-foreground text-xs max-md:w-full max-md:justify-between">
          {busy === 'refresh' ? (
            <span>Asking {view.platform?.name}</span>
          ) : (
            page?.seenAt && (
              <span>
                Seen <RelativeTime at={page.seenAt} />
              </span>
            )
          )}
          <Button icon={<RefreshCw />} busy={busy === 'refresh'} onClick={refresh}>
            Refresh
          </Button>
        </div>
      </div>
      <NamespacesTable
        view={view}
        page={page}
        search={search}
        busy={loading}
        selected={selected}
        onChange={setSelected}
        onClearSearch={() => setSearch('')}
      />
      {page !== null && page.rows.length < page.total && (
        <Button variant="ghost" className="self-start" busy={loading} onClick={showMore}>
          Show more: {page.rows.length} of {page.total}
        </Button>
      )}
    </StepFrame>
  )
}

function idsOf(view: DraftView): ReadonlySet<string> {
  return new Set(view.namespaces.map((namespace) => namespace.id))
}
