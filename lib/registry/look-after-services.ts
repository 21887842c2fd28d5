import { and, eq, isNotNull } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { registryServers, services } from '#db/schema/index.ts'
import { FerryError, log } from '#lib/core/index.ts'
import { getVersion } from './client.ts'
import { type EntryStatus, type Remote, readRemotes } from './entry.ts'
import { couldBe } from './fill-in.ts'

/** What the registry says by now about a service that was taken from it. */
interface RegistryWarning {
  kind: 'deprecated' | 'deleted' | 'moved'
  /** The registry's words; for `moved` the new URL. */
  text: string | null
}

const SILENT = new Set(['registry_unreachable', 'registry_slow', 'registry_busy', 'registry_fails'])

interface Taken {
  url: string
  remote: string
  version: string
}
interface Latest {
  version: string
  status: EntryStatus
  statusMessage: string | null
  remotes: Remote[]
}

/**
 * Compares a service with the version that it was taken from (undefined: the registry has it no more) and with the newest one. A
 * version that is over needs nobody's attention while a newer, active one lives at the same URL. A newer one at another URL does, as
 * long as the service still stands at the old one.
 */
function warningFor(
  taken: Taken,
  own: { status: EntryStatus; statusMessage: string | null } | undefined,
  latest: Latest | undefined,
): RegistryWarning | null {
  const newer =
    latest !== undefined && latest.version !== taken.version && latest.status === 'active' ? latest : undefined
  if (newer !== undefined && newer.remotes.length > 0) {
    const lives = newer.remotes.some(({ url }) => url === taken.remote || couldBe(url, taken.url))
    if (lives) return null
    if (couldBe(taken.remote, taken.url)) return { kind: 'moved', text: newer.remotes[0]?.url ?? null }
  }
  if (own === undefined) return { kind: 'deleted', text: null }
  return own.status === 'active' ? null : { kind: own.status, text: own.statusMessage }
}

/**
 * Asks the registry about each version that a service was taken from, and keeps what it says with the service. One that cannot be asked
 * keeps what was known.
 */
export async function lookAfterServices(db: Database, registry: string, signal: AbortSignal): Promise<void> {
  const taken = await db
    .select({
      id: services.id,
      url: services.url,
      name: services.registryName,
      version: services.registryVersion,
      remote: services.registryRemote,
      warning: services.registryWarning,
      warningText: services.registryWarningText,
      since: services.registryWarningSince,
    })
    .from(services)
    .where(and(eq(services.registry, registry), isNotNull(services.registryName)))
  const answers = new Map<string, Awaited<ReturnType<typeof getVersion>> | FerryError>()
  for (const { id, url, warning, since, ...row } of taken) {
    const { name, version, remote } = { name: row.name ?? '', version: row.version ?? '', remote: row.remote ?? url }
    const key = `${name} ${version}`
    if (!answers.has(key)) answers.set(key, await asked(registry, { name, version }, signal))
    const own = answers.get(key)
    if (own instanceof FerryError) {
      // The next question would wait for it as long, or disturb it more.
      if (SILENT.has(own.code)) return
      continue
    }
    const found = warningFor({ url, remote, version }, own, await latestOf(db, registry, name))
    if (found?.kind === (warning ?? undefined) && (found?.text ?? null) === row.warningText) continue
    await db
      .update(services)
      .set({
        registryWarning: found?.kind ?? null,
        registryWarningText: found?.text ?? null,
        registryWarningSince: found === null ? null : found.kind === warning ? since : new Date(),
      })
      .where(and(eq(services.id, id), eq(services.url, url)))
  }
}

async function asked(registry: string, of: { name: string; version: string }, signal: AbortSignal) {
  try {
    return await getVersion(registry, of, { signal })
  } catch (error) {
    if (signal.aborted || !(error instanceof FerryError)) throw error
    log.info({ registry, code: error.code, server: of.name }, 'registry not asked about a service')
    return error
  }
}

async function latestOf(db: Database, registry: string, name: string): Promise<Latest | undefined> {
  const { version, status, statusMessage, remotes } = registryServers
  const [row] = await db
    .select({ version, status, statusMessage, remotes })
    .from(registryServers)
    .where(and(eq(registryServers.registry, registry), eq(registryServers.name, name)))
  return row && { ...row, remotes: readRemotes(row.remotes) }
}
