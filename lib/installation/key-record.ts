import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '#db/client.ts'
import { settings } from '#db/schema/index.ts'
import { FerryError, fingerprint, keyCheck, keys, matchesFingerprint, unseal } from '#lib/core/index.ts'
import { countSealed, type SealedCount } from './sealed-columns.ts'

const KEY = 'installation.keys'

/** What the database remembers of the keys it is used with: enough to tell others from them, nothing that reveals them. */
const recordSchema = z.object({
  /** The id of the key that seals. */
  seals: z.string(),
  /** `keyCheck` of every key, by id. */
  checks: z.record(z.string(), z.string()),
  /** `fingerprint` of AUTH_SECRET. */
  authSecret: z.string(),
})
export type KeyRecord = z.infer<typeof recordSchema>

/** The record of the database; undefined while there is none. */
export async function readKeyRecord(db: Database): Promise<KeyRecord | undefined> {
  const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, KEY))
  return row === undefined ? undefined : recordSchema.parse(row.value)
}

/**
 * Refuses a process whose keys are not those of the database, before anything is written. `alone` says that no other process can
 * be there (embedded database): then another AUTH_SECRET only signs everybody out. Throws `keys_differ`.
 */
export async function requireKeys(
  db: Database,
  record: KeyRecord | undefined,
  { alone }: { alone: boolean },
): Promise<void> {
  const own = new Map(keys().sealing.map((key) => [key.id, key]))
  if (record === undefined) return requireOpening(await countSealed(db))
  for (const [id, check] of Object.entries(record.checks)) {
    const key = own.get(id)
    if (key !== undefined && keyCheck(key) !== check)
      throw differ(`SEALING_KEYS has another key «${id}» than the one this database is used with`)
    if (key === undefined && id === record.seals)
      throw differ(`SEALING_KEYS lacks the key «${id}», with which this database's secrets are sealed`)
    if (key === undefined) await requireOpening((await countSealed(db)).filter(({ keyId }) => keyId === id))
  }
  if (!alone && isOtherAuthSecret(record)) throw differ('AUTH_SECRET is another one than this database is used with')
}

/** Whether sessions were signed with another AUTH_SECRET, as far as one of our keys can tell. */
function isOtherAuthSecret({ authSecret }: KeyRecord): boolean {
  const canTell = keys().sealing.some(({ id }) => authSecret.startsWith(`${id}.`))
  return canTell && !matchesFingerprint(keys().authSecret, authSecret)
}

/** Tries a key on one secret of each kind. */
async function requireOpening(counts: readonly SealedCount[]): Promise<void> {
  for (const { sample, purpose, keyId, count, what } of counts) {
    const opens = await unseal(sample, purpose).then(
      () => true,
      () => false,
    )
    if (!opens)
      throw differ(`SEALING_KEYS has not the key «${keyId}» with which ${count} ${what} of this database are sealed`)
  }
}

function differ(what: string): FerryError {
  return new FerryError('keys_differ', 500, `${what}. Nothing was changed.`, {
    next: 'Give every process on this database the same keys; «npm run keys -- --accept» is for when the right ones are lost.',
  })
}

/** What the record of this process's keys is. */
function ownKeyRecord(): KeyRecord {
  const { sealing, authSecret } = keys()
  return {
    seals: sealing[0].id,
    checks: Object.fromEntries(sealing.map((key) => [key.id, keyCheck(key)])),
    authSecret: fingerprint(authSecret),
  }
}

/** Remembers this process's keys, when they are not what is remembered. */
export async function writeKeyRecord(db: Database, record: KeyRecord | undefined): Promise<void> {
  if (record !== undefined && isSameRecord(record)) return
  const value = ownKeyRecord()
  await db
    .insert(settings)
    .values({ key: KEY, value })
    .onConflictDoUpdate({ target: settings.key, set: { value, updatedAt: new Date() } })
}

/** Whether nothing of the record would change. */
export function isSameRecord(record: KeyRecord): boolean {
  const own = ownKeyRecord()
  const same = (one: KeyRecord['checks'], other: KeyRecord['checks']) =>
    Object.keys(one).length === Object.keys(other).length &&
    Object.entries(one).every(([id, check]) => other[id] === check)
  return own.seals === record.seals && own.authSecret === record.authSecret && same(own.checks, record.checks)
}
