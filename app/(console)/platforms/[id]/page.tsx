import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import type { SearchParams } from 'nuqs/server'
import { cache } from 'react'
import { requirePageContext } from '#app/server/context.ts'
import { errorStatus } from '#lib/core/index.ts'
import { getPlatform, listNamespaces, type PlatformDetail } from '#lib/platforms/index.ts'
import { PlatformForm } from '../form/platform-form.tsx'
import { platformPermissions } from '../permissions.ts'
import { loadNamespacesParams, type NamespacesParams, platformHref } from '../search-params.ts'
import { PlatformView } from './platform-view.tsx'

interface PageProps {
  params: Promise<{ id: string }>
  searchParams: Promise<SearchParams>
}

const readPlatform = cache(async (id: string): Promise<PlatformDetail> => {
  const ctx = await requirePageContext()
  try {
    return await getPlatform(ctx, { id })
  } catch (error) {
    // Removed, or an address that never was one.
    if ([404, 422].includes(errorStatus(error))) notFound()
    throw error
  }
})

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await readPlatform((await params).id)).name }
}

/** One platform: its connection, what its release can do, and all its namespaces. */
export default async function PlatformPage({ params, searchParams }: PageProps) {
  const [{ id }, wanted] = await Promise.all([params, loadNamespacesParams(searchParams)])
  const ctx = await requirePageContext()
  const platform = await readPlatform(id)
  const [list, amiss] = await Promise.all([
    listNamespaces(ctx, { platformId: id, ...filterOf(wanted) }),
    listNamespaces(ctx, { platformId: id, show: 'amiss', pageSize: 1 }),
  ])
  const may = platformPermissions(ctx)
  return (
    <>
      <PlatformView platform={platform} list={list} amissCount={amiss.matching} params={wanted} may={may} />
      {wanted.edit === id && may.write && (
        <PlatformForm ctx={ctx} form={id} focus={wanted.focus} draftHref={null} closeHref={platformHref(id)} />
      )}
    </>
  )
}

/** An address is typed by hand, or old: what is no filter means none. */
function filterOf({ q, show, sort, dir, page }: NamespacesParams) {
  return { q: q.slice(0, 200), show, sort, direction: dir, page: Math.min(Math.max(1, page), 1_000_000) }
}
