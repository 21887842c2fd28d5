import { randomInt } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import type { Database, DatabaseConnection } from '#db/client.ts'
import { settings, users } from '#db/schema/index.ts'
import { recordAudit } from '#lib/audit/index.ts'
import {
  type Actor,
  conflict,
  environment,
  FerryError,
  fingerprint,
  matchesFingerprint,
  parseInput,
} from '#lib/core/index.ts'
import { hashPassword } from './password-hash.ts'
import { requireGoodPassword } from './refusals.ts'
import { emailField, setUpSchema } from './schema.ts'
import { beginAttempt } from './throttle.ts'

const CODE_KEY = 'identity.setupCode'
/** Letters and digits that nobody mistakes for one another: no 0 O 1 I L. */
const CODE_LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
/** Held while the first admin is made, so that two who try at once don't both succeed. */
const FIRST_ADMIN_LOCK = 7_263_002

/** Whether this installation has its first user; until then only set-up is open. */
export async function isSetUp(db: Database): Promise<boolean> {
  const rows = await db.select({ id: users.id }).from(users).limit(1)
  return rows.length > 0
}

/** Makes a fresh set-up code while there is no user (an earlier one then works no more), and returns it to be shown once; only its fingerprint is kept. */
export async function setupCode(db: Database): Promise<string | undefined> {
  if (await isSetUp(db)) return undefined
  const letters = Array.from({ length: 8 }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]).join('')
  const code = `FERRY-${letters.slice(0, 4)}-${letters.slice(4)}`
  const value = fingerprint(plainCode(code))
  await db
    .insert(settings)
    .values({ key: CODE_KEY, value })
    .onConflictDoUpdate({ target: settings.key, set: { value, updatedAt: new Date() } })
  return code
}

/**
 * Makes the first admin of a fresh installation, whose e-mail and password then sign in. The code must be the one shown last.
 * Throws `already_set_up`, `invalid_input` (with `code` for a wrong code), `too_many_attempts` after ten wrong codes.
 */
export async function setUp(db: Database, input: unknown, address: string | undefined): Promise<{ userId: string }> {
  const { code, email, password } = parseInput(setUpSchema, input)
  requireGoodPassword(password, email)
  const keys = address === undefined ? ['setup'] : ['setup', `ip:${address}`]
  const attempt = await beginAttempt(db, keys)
  const [kept] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, CODE_KEY))
  if (typeof kept?.value !== 'string' || !matchesFingerprint(plainCode(code), kept.value)) {
    if (await isSetUp(db)) throw alreadySetUp()
    await attempt.failed()
    throw new FerryError('invalid_input', 422, 'This is not the set-up code.', {
      fields: { code: 'Is not the code printed last. A restart prints a new one.' },
      next: 'Copy the code that the server printed when it started.',
    })
  }
  await attempt.succeeded(['setup'])
  return makeFirstAdmin(db, email, password)
}

/** At start: makes the admin that ADMIN_EMAIL and ADMIN_PASSWORD name, when there is no user yet. Throws `invalid_environment` when that password breaks a rule. */
export async function ensureFirstAdmin(connection: DatabaseConnection): Promise<void> {
  const { ADMIN_EMAIL, ADMIN_PASSWORD } = environment()
  if (ADMIN_EMAIL === undefined || ADMIN_PASSWORD === undefined || (await isSetUp(connection.db))) return
  const email = parseInput(emailField, ADMIN_EMAIL)
  try {
    requireGoodPassword(ADMIN_PASSWORD, email)
    await makeFirstAdmin(connection.db, email, ADMIN_PASSWORD)
  } catch (error) {
    // Another replica that started at the same moment made it.
    if (error instanceof FerryError && error.code === 'already_set_up') return
    if (error instanceof FerryError && error.fields?.password !== undefined)
      throw new FerryError('invalid_environment', 500, `ADMIN_PASSWORD: ${error.fields.password}`, {
        next: 'Choose another ADMIN_PASSWORD.',
      })
    throw error
  }
}

async function makeFirstAdmin(db: Database, email: string, password: string): Promise<{ userId: string }> {
  const passwordHash = await hashPassword(password)
  const name = email.split('@')[0] ?? email
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${FIRST_ADMIN_LOCK})`)
    if (await isSetUp(tx)) throw alreadySetUp()
    const [user] = await tx
      .insert(users)
      .values({ email, name, role: 'admin', passwordHash })
      .returning({ id: users.id })
    if (user === undefined) throw new Error('no user row')
    await tx.delete(settings).where(eq(settings.key, CODE_KEY))
    const actor: Actor = { kind: 'system', name: 'Set-up' }
    await recordAudit(tx, actor, {
      action: 'user.create',
      targetKind: 'user',
      targetId: user.id,
      targetLabel: email,
      changes: { role: { to: 'admin' }, password: { to: 'set' } },
    })
    return { userId: user.id }
  })
}

/** A code as it is compared: hyphens, spaces and case don't matter. */
function plainCode(code: string): string {
  return code.toUpperCase().replace(/[^0-9A-Z]/g, '')
}

function alreadySetUp(): FerryError {
  return conflict('already_set_up', 'MCP Ferry is already set up.', {
    next: 'Sign in, or ask an admin for an account.',
  })
}
