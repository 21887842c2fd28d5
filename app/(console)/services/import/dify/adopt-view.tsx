'use client'

import { useRouter } from 'next/navigation'
import { type ComponentProps, useCallback, useState } from 'react'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Spinner } from '#components/ui/spinner.tsx'
import type { PublicError } from '#lib/core/schema.ts'
import type { Adopted, ForeignView } from '#lib/sync/schema.ts'
import { useLeaveGuard } from '../../../form/use-leave-guard.ts'
import { askRoute } from '../../sync/ask-server.ts'
import { counted } from '../../sync/words.ts'
import { submitAdoption } from './actions.ts'
import { AdoptedNotice } from './adopted-notice.tsx'
import { adoptionOf } from './candidate-form.ts'
import { CandidateList } from './candidate-list.tsx'
import { SourceCard, type SourceNamespace } from './source-card.tsx'
import { type Row, useCandidates } from './use-candidates.ts'

interface AdoptViewProps {
  platforms: { id: string; name: string; release: string | null }[]
  platformId: string
  namespaces: SourceNamespace[]
  part: ComponentProps<typeof SourceCard>['part']
}

/** What is in a Dify already: read, completed, and adopted as services with their bindings. */
export function AdoptView({ platforms, platformId, namespaces, part }: AdoptViewProps) {
  const router = useRouter()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(namespaces.map(({ id }) => id)))
  const [view, setView] = useState<ForeignView | null>(null)
  const [busy, setBusy] = useState<'look' | 'adopt' | null>(null)
  const [error, setError] = useState<PublicError | null>(null)
  const [refused, setRefused] = useState<ReadonlyMap<string, string>>(new Map())
  const [adopted, setAdopted] = useState<Adopted | null>(null)
  const { rows, change } = useCandidates(view)
  const dirty = rows.some(({ readiness }) => readiness === 'ready' || readiness === 'faulty')
  /** Where it shall be left to, while that is being asked; `null` is back. */
  const [leavingTo, setLeavingTo] = useState<string | null | undefined>()
  const leave = useLeaveGuard(dirty, () => setLeavingTo(null))
  const go = (href: string | null) =>
    leave(() => (href === null ? router.back() : router.replace(href, { scroll: false })))

  const look = async () => {
    setBusy('look')
    setError(null)
    const answer = await askRoute<ForeignView>('/services/import/dify/find', { platformId, namespaceIds: [...chosen] })
    setBusy(null)
    setRefused(new Map())
    if (answer.ok) setView(answer.value)
    else setError(answer.error)
  }
  const adopt = async (taken: readonly Row[]) => {
    setBusy('adopt')
    setError(null)
    const answer = await submitAdoption({
      platformId,
      candidates: taken.map(({ candidate, form }) => adoptionOf(candidate, form)),
    })
    setBusy(null)
    setRefused(answer.ok ? new Map() : faultsByRow(answer.error, taken))
    if (!answer.ok) return setError(answer.error)
    const keys = new Set(taken.map(({ candidate }) => candidate.key))
    setAdopted(answer.value)
    const rest = (view?.candidates ?? []).filter(({ key }) => !keys.has(key))
    setView(view === null || rest.length === 0 ? null : { ...view, candidates: rest })
    document.querySelector('main')?.scrollTo({ top: 0 })
  }
  const changed = useCallback<typeof change>(
    (candidate, part, pause) => {
      setRefused((before) => {
        if (!before.has(candidate.key)) return before
        const after = new Map(before)
        after.delete(candidate.key)
        return after
      })
      change(candidate, part, pause)
    },
    [change],
  )
  return (
    <div className="flex flex-col gap-4 px-6 pb-6 max-md:px-4">
      {adopted !== null && <AdoptedNotice adopted={adopted} />}
      <SourceCard
        {...{ platforms, platformId, namespaces, part, chosen }}
        onGo={({ platform, page }) => {
          const href = `/services/import/dify?platform=${platform}${page > 1 ? `&page=${page}` : ''}`
          if (dirty) setLeavingTo(href)
          else go(href)
        }}
        onChoose={setChosen}
        busy={busy === 'look'}
        looked={view !== null}
        onLook={() => void look()}
      />
      {error !== null && (
        <Notice kind="bad" title={error.message} alert>
          {error.next}
        </Notice>
      )}
      {busy === 'look' && view === null && (
        <p className="flex items-center gap-2 text-muted-foreground">
          <Spinner /> Reading {counted(chosen.size, 'namespace')}; each is read once.
        </p>
      )}
      {view !== null && (
        <CandidateList
          view={view}
          rows={rows}
          refused={refused}
          onChange={changed}
          busy={busy === 'adopt'}
          onAdopt={(taken) => void adopt(taken)}
        />
      )}
      <ConfirmDialog
        open={leavingTo !== undefined}
        onOpenChange={(open) => !open && setLeavingTo(undefined)}
        title="Discard what was filled in?"
        description="Addresses and tokens that were not adopted are kept nowhere."
        confirmLabel="Discard"
        cancelLabel="Keep editing"
        onConfirm={() => {
          setLeavingTo(undefined)
          go(leavingTo ?? null)
        }}
      />
    </div>
  )
}

/** The server names a fault by its place in what was sent. */
function faultsByRow({ fields }: PublicError, taken: readonly Row[]): Map<string, string> {
  const faults = new Map<string, string>()
  for (const [path, message] of Object.entries(fields ?? {})) {
    const index = /^candidates\.(\d+)\./.exec(path)?.[1]
    const key = index === undefined ? undefined : taken[Number(index)]?.candidate.key
    if (key !== undefined && !faults.has(key)) faults.set(key, message)
  }
  return faults
}
