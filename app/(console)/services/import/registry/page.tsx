import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { requirePageContext } from '#app/server/context.ts'
import { type Context, FerryError } from '#lib/core/index.ts'
import { browseRegistry, getServer } from '#lib/registry/index.ts'
import { servicePermissions } from '../../permissions.ts'
import { RegistryView } from './registry-view.tsx'
import { loadRegistryParams, registryHref } from './search-params.ts'
import { ServerDialog } from './server-dialog.tsx'

export const metadata: Metadata = { title: 'Public registry' }

/** What a registry of MCP servers lists, as far as it was read: searched, filtered, taken as services. */
export default async function RegistryPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePageContext()
  const params = await loadRegistryParams(searchParams)
  const { q, show, sort, dir: direction, page, server: name } = params
  const list = await browseRegistry(ctx, {
    ...{ q: q.slice(0, 200), packages: show === 'all', sort, direction },
    page: Math.min(Math.max(1, page), 1_000_000),
  })
  const mayWrite = servicePermissions(ctx).write
  const server = name === null || list.registry === null ? undefined : await serverOf(ctx, name)
  return (
    <>
      <RegistryView list={list} params={params} mayWrite={mayWrite} />
      {server !== undefined && (
        <ServerDialog
          key={server.name}
          server={server}
          mayWrite={mayWrite}
          closeHref={registryHref({ ...params, server: null })}
        />
      )}
    </>
  )
}

/** Nothing where an old address names what is there no more: the list behind it is shown alone. */
async function serverOf(ctx: Context, name: string) {
  try {
    return await getServer(ctx, { name })
  } catch (error) {
    if (error instanceof FerryError) return undefined
    throw error
  }
}
