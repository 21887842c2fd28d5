import { eq } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { users } from '#db/schema/index.ts'
import { FerryError, parseInput } from '#lib/core/index.ts'
import { passwordMatches } from './password-hash.ts'
import { wrongCredentials } from './refusals.ts'
import { signInSchema } from './schema.ts'
import { openSession } from './sessions.ts'
import { beginAttempt, type ThrottleKey } from './throttle.ts'

/**
 * Signs a person in by e-mail and password from a network address, and begins their session.
 * Throws `wrong_credentials` in the same words and time for known and unknown accounts, `too_many_attempts` (see `throttle.ts`),
 * and `account_disabled` to who knew the password.
 */
export async function signIn(
  db: Database,
  input: unknown,
  address: string | undefined,
): Promise<{ sessionId: string; userId: string }> {
  const { email, password } = parseInput(signInSchema, input)
  const account: ThrottleKey = `email:${email}`
  const attempt = await beginAttempt(db, address === undefined ? [account] : [account, `ip:${address}`])
  const [user] = await db
    .select({ id: users.id, passwordHash: users.passwordHash, disabledAt: users.disabledAt })
    .from(users)
    .where(eq(users.email, email))
  if (!(await passwordMatches(user?.passwordHash, password)) || user === undefined) {
    await attempt.failed()
    throw wrongCredentials()
  }
  await attempt.succeeded([account])
  if (user.disabledAt !== null)
    throw new FerryError('account_disabled', 403, 'This account is disabled.', { next: 'Ask an admin to enable it.' })
  const sessionId = await db.transaction(async (tx) => {
    const [now] = await tx
      .select({ passwordHash: users.passwordHash })
      .from(users)
      .where(eq(users.id, user.id))
      .for('update')
    // Replaced while the old one was being looked at: a session begun with it would outlive it.
    if (now?.passwordHash !== user.passwordHash) throw wrongCredentials()
    await tx.update(users).set({ lastSignInAt: new Date() }).where(eq(users.id, user.id))
    return openSession(tx, user.id)
  })
  return { sessionId, userId: user.id }
}
