import { sql } from 'drizzle-orm'
import { type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import { requireRegistry } from './address.ts'
import { listPage } from './client.ts'
import { noteRequest, type RegistryState, registryState } from './reading.ts'
import { requestReading } from './registry-jobs.ts'
import { askSchema } from './schema.ts'
import { storeEntries } from './store-entries.ts'

/** Somebody waits for the answer. Milliseconds. */
const LIVE_DEADLINE_MS = 8000

/** Has the registry read in the background; while that is under way or waits, the wish joins it. */
export async function refreshRegistry(ctx: Context): Promise<RegistryState> {
  requirePermission(ctx, 'services.write')
  const registry = requireRegistry()
  return ctx.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('registry.refresh'))`)
    const state = await registryState(tx, registry)
    if (state.running || state.waiting) return state
    await noteRequest(tx, registry)
    await requestReading(tx)
    return registryState(tx, registry)
  })
}

/** Asks the registry itself for a word, waits for it at most 8 s, and keeps what it finds. Returns how many entries it gave. */
export async function askRegistry(
  ctx: Context,
  input: { q: string },
  { deadlineMs = LIVE_DEADLINE_MS } = {},
): Promise<{ found: number; more: boolean }> {
  requirePermission(ctx, 'services.write')
  const { q } = parseInput(askSchema, input)
  const registry = requireRegistry()
  const page = await listPage(registry, { search: q }, { deadlineMs })
  await storeEntries(ctx.db, registry, page.entries, new Date())
  return { found: page.entries.length, more: page.nextCursor !== undefined }
}
