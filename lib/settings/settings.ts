import { eq, inArray } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { settings } from '#db/schema/index.ts'
import { type AuditChanges, recordAudit } from '#lib/audit/index.ts'
import { type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import { type Settings, settingsSchema } from './schema.ts'

/** What holds until an admin changes it. */
const DEFAULTS: Settings = {
  checkIntervalMinutes: 10,
  namespaceRefreshMinutes: 60,
  accessLogDays: 30,
  rollTokensAfterDays: null,
  rollTokensGraceSeconds: 3600,
}
const KEYS = Object.keys(DEFAULTS) as (keyof Settings)[]

/** The settings as they are now; a value that a newer or older release left out of bounds counts as not set. */
export async function readSettings(db: Database): Promise<Settings> {
  const rows = await db.select().from(settings).where(inArray(settings.key, KEYS))
  const result = { ...DEFAULTS }
  for (const key of KEYS) {
    const parsed = settingsSchema.shape[key].safeParse(rows.find((row) => row.key === key)?.value)
    if (parsed.success) Object.assign(result, { [key]: parsed.data })
  }
  return result
}

/** Changes settings; those left out stay. Needs `settings.write`. Returns all as they are then. */
export async function changeSettings(ctx: Context, input: Partial<Settings>): Promise<Settings> {
  requirePermission(ctx, 'settings.write')
  const wanted = parseInput(settingsSchema.partial(), input)
  return ctx.db.transaction(async (tx) => {
    const before = await readSettings(tx)
    const changes: AuditChanges = {}
    for (const key of KEYS) {
      const value = wanted[key]
      if (value === undefined || value === before[key]) continue
      changes[key] = { from: before[key] ?? 'off', to: value ?? 'off' }
      await writeSetting(tx, key, value)
    }
    if (Object.keys(changes).length > 0)
      await recordAudit(tx, ctx.actor, {
        action: 'settings.update',
        targetKind: 'settings',
        targetLabel: 'Settings',
        changes,
      })
    return readSettings(tx)
  })
}

/** What is switched off has no row: that is its default. */
async function writeSetting(tx: Database, key: keyof Settings, value: number | null): Promise<void> {
  if (value === null) await tx.delete(settings).where(eq(settings.key, key))
  else
    await tx
      .insert(settings)
      .values({ key, value })
      .onConflictDoUpdate({ target: settings.key, set: { value, updatedAt: new Date() } })
}
