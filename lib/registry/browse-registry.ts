import { and, asc, count, desc, eq, ilike, inArray, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { registryServers, services } from '#db/schema/index.ts'
import { type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import { registryAddress } from './address.ts'
import { type RegistryState, registryState } from './reading.ts'
import { type BrowseInput, browseSchema, REGISTRY_PAGE_SIZE, type RegistrySort } from './schema.ts'

/** A server of the registry as a row. */
export interface RegistryRow {
  name: string
  version: string
  title: string | null
  description: string
  status: 'active' | 'deprecated' | 'deleted'
  hasRemote: boolean
  packages: string[]
  updatedAt: Date | null
  /** Services that were taken from it: how many, and one of them. */
  taken: number
  serviceId: string | null
}

export interface RegistryList {
  /** Address of the registry; null when it is switched off. */
  registry: string | null
  rows: RegistryRow[]
  /** The page that was cut: the last one there is when a later one was asked for. */
  page: number
  pageSize: number
  matching: number
  /** Of those that the search finds: with a remote, and all. */
  counts: { remotes: number; all: number }
  /** All that is known of the registry, whatever the search. */
  known: number
  state: RegistryState | null
}

/** One page of what is known of the registry: from the cache alone, so it never waits for the registry. Deleted entries are not shown. */
export async function browseRegistry(ctx: Context, input: BrowseInput): Promise<RegistryList> {
  requirePermission(ctx, 'services.read')
  const { q, packages, sort, direction, page: wanted } = parseInput(browseSchema, input)
  const registry = registryAddress() ?? null
  const pageSize = REGISTRY_PAGE_SIZE
  const none = { remotes: 0, all: 0 }
  if (registry === null)
    return { registry, rows: [], page: 1, pageSize, matching: 0, counts: none, known: 0, state: null }
  const here = and(eq(registryServers.registry, registry), ne(registryServers.status, 'deleted'))
  const found = and(here, q === '' ? undefined : searched(q))
  const [state, [counts = none], [known]] = await Promise.all([
    registryState(ctx.db, registry),
    ctx.db
      .select({
        all: count(),
        remotes: sql`count(*) filter (where ${registryServers.hasRemote})`.mapWith(Number),
      })
      .from(registryServers)
      .where(found),
    ctx.db.select({ number: count() }).from(registryServers).where(here),
  ])
  const matching = packages ? counts.all : counts.remotes
  const page = Math.min(wanted, Math.max(1, Math.ceil(matching / pageSize)))
  const rows = await rowsOf(ctx.db, registry, {
    where: and(found, packages ? undefined : eq(registryServers.hasRemote, true)),
    orderBy: order(sort, direction),
    offset: (page - 1) * pageSize,
  })
  return { registry, rows, page, pageSize, matching, counts, known: known?.number ?? 0, state }
}

async function rowsOf(
  db: Database,
  registry: string,
  { where, orderBy, offset }: { where: SQL | undefined; orderBy: SQL[]; offset: number },
): Promise<RegistryRow[]> {
  const { name, version, title, description, status, hasRemote, packages, updatedAt } = registryServers
  const rows = await db
    .select({ name, version, title, description, status, hasRemote, packages, updatedAt })
    .from(registryServers)
    .where(where)
    .orderBy(...orderBy)
    .limit(REGISTRY_PAGE_SIZE)
    .offset(offset)
  const taken = await db
    .select({
      name: services.registryName,
      number: count(),
      serviceId: sql<string | null>`min(${services.id}::text)`,
    })
    .from(services)
    .where(
      and(
        eq(services.registry, registry),
        inArray(
          services.registryName,
          rows.map((row) => row.name),
        ),
      ),
    )
    .groupBy(services.registryName)
  return rows.map((row) => {
    const { number = 0, serviceId = null } = taken.find((each) => each.name === row.name) ?? {}
    return { ...row, taken: number, serviceId }
  })
}

function searched(text: string): SQL | undefined {
  const pattern = `%${text.normalize('NFC').replaceAll(/[\\%_]/g, '\\$&')}%`
  const { name, title, description } = registryServers
  return or(ilike(name, pattern), ilike(title, pattern), ilike(description, pattern))
}

/** By what is shown as the name: the title, else what stands behind the slash. Ties go by the whole name. */
function order(sort: RegistrySort, direction: 'asc' | 'desc'): SQL[] {
  const shown = sql`lower(coalesce(${registryServers.title}, split_part(${registryServers.name}, '/', 2)))`
  const name = asc(registryServers.name)
  if (sort === 'updated')
    return [
      direction === 'asc'
        ? sql`${registryServers.updatedAt} asc nulls last`
        : sql`${registryServers.updatedAt} desc nulls last`,
      name,
    ]
  return [direction === 'asc' ? asc(shown) : desc(shown), name]
}
