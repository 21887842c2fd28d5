import { Layers } from 'lucide-react'
import type { Metadata } from 'next'
import { requirePageContext } from '#app/server/context.ts'
import { LinkButton } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { listNamespaces, listPlatforms } from '#lib/platforms/index.ts'
import { AdoptView } from './adopt-view.tsx'

export const metadata: Metadata = { title: 'Import from Dify' }

/** Namespaces that are read at once; a page of the list. */
const AT_ONCE = 200

/** What is in a Dify already, to be adopted. The address holds the platform. */
export default async function ImportFromDifyPage({ searchParams }: PageProps<'/services/import/dify'>) {
  const ctx = await requirePageContext()
  const [platforms, { platform: wanted, page: wantedPage }] = await Promise.all([listPlatforms(ctx), searchParams])
  const platform = platforms.find(({ id }) => id === wanted) ?? platforms[0]
  if (platform === undefined)
    return (
      <div className="px-6 pb-6 max-md:px-4">
        <EmptyState
          icon={<Layers />}
          title="No platform yet"
          actions={<LinkButton href="/platforms">Connect a Dify</LinkButton>}
        >
          What was made in a Dify by hand can be taken over from here, once that Dify is connected.
        </EmptyState>
      </div>
    )
  const { rows, page, matching } = await listNamespaces(ctx, {
    platformId: platform.id,
    show: 'available',
    page: Math.min(1_000_000, Math.max(1, Number.parseInt(String(wantedPage ?? 1), 10) || 1)),
    pageSize: AT_ONCE,
  })
  const from = (page - 1) * AT_ONCE
  return (
    <AdoptView
      key={`${platform.id} ${page}`}
      platforms={platforms.map(({ id, name, release }) => ({ id, name, release }))}
      platformId={platform.id}
      namespaces={rows.map(({ id, name, providerCount }) => ({ id, name, providerCount }))}
      part={matching > rows.length ? { from: from + 1, to: from + rows.length, of: matching, page } : null}
    />
  )
}
