import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { requirePageContext } from '#app/server/context.ts'
import { listNamespaces, listPlatforms } from '#lib/platforms/index.ts'
import { demoSlot } from '../demo-slot.tsx'
import { PlatformForm } from './form/platform-form.tsx'
import { platformPermissions } from './permissions.ts'
import { PlatformsView } from './platforms-view.tsx'
import { releaseLimit } from './release-limit.ts'
import { draftHref, loadPlatformsParams, platformsHref } from './search-params.ts'

export const metadata: Metadata = { title: 'Intelligent Platform Management' }

/** More that need a look are on the platforms' own pages. */
const SHOWN_AMISS = 20

/** All connections to platforms, and the namespaces that need a look. */
export default async function PlatformsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePageContext()
  const { connect, draft, edit, focus } = await loadPlatformsParams(searchParams)
  const [platforms, amiss] = await Promise.all([
    listPlatforms(ctx),
    listNamespaces(ctx, { show: 'amiss', pageSize: SHOWN_AMISS }),
  ])
  const may = platformPermissions(ctx)
  const form = edit ?? (connect === null ? null : 'new')
  return (
    <>
      <PlatformsView
        platforms={platforms.map((platform) => ({ ...platform, limit: releaseLimit(platform) }))}
        amiss={amiss}
        may={may}
        demo={demoSlot(ctx)}
      />
      {form !== null && may.write && (
        <PlatformForm ctx={ctx} form={form} focus={focus} draftHref={draftHref(draft)} closeHref={platformsHref()} />
      )}
    </>
  )
}
