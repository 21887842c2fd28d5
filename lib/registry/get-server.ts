import { and, asc, eq } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { registryServers, services } from '#db/schema/index.ts'
import { type Context, notFound, parseInput, requirePermission } from '#lib/core/index.ts'
import { requireRegistry } from './address.ts'
import { type Remote, readRemotes } from './entry.ts'
import { type RemoteField, remoteFields } from './fields.ts'
import { serverNameSchema } from './schema.ts'

/** A way to reach a server, with what has to be filled in. */
export interface RemoteChoice {
  transport: 'streamable_http' | 'sse'
  /** As the registry writes it, with its variables. */
  url: string
  fields: RemoteField[]
}

/** All that a server's dialog shows. */
export interface RegistryServer {
  name: string
  version: string
  title: string | null
  description: string
  status: 'active' | 'deprecated' | 'deleted'
  statusMessage: string | null
  websiteUrl: string | null
  repositoryUrl: string | null
  packages: string[]
  remotes: RemoteChoice[]
  /** Services that were taken from it already. */
  services: { id: string; name: string }[]
}

/** One server as the cache knows it, its remotes with their fields. */
export async function getServer(ctx: Context, input: { name: string }): Promise<RegistryServer> {
  requirePermission(ctx, 'services.read')
  const { name } = parseInput(serverNameSchema, input)
  const registry = requireRegistry()
  const server = await cachedServer(ctx.db, registry, name)
  const taken = await ctx.db
    .select({ id: services.id, name: services.name })
    .from(services)
    .where(and(eq(services.registry, registry), eq(services.registryName, name)))
    .orderBy(asc(services.createdAt))
  const { remotes, version, title, description, status, statusMessage, websiteUrl, repositoryUrl, packages } = server
  return {
    ...{ name, version, title, description, status, statusMessage, websiteUrl, repositoryUrl, packages },
    remotes: remotes.map((remote) => ({
      transport: transportOf(remote),
      url: remote.url,
      fields: remoteFields(remote),
    })),
    services: taken,
  }
}

/** The cached row with its remotes read; throws `not_found`. */
export async function cachedServer(db: Database, registry: string, name: string) {
  const [row] = await db
    .select()
    .from(registryServers)
    .where(and(eq(registryServers.registry, registry), eq(registryServers.name, name)))
  if (row === undefined) throw notFound(`«${name}»`)
  return { ...row, remotes: readRemotes(row.remotes) }
}

export function transportOf({ type }: Remote): 'streamable_http' | 'sse' {
  return type === 'sse' ? 'sse' : 'streamable_http'
}
