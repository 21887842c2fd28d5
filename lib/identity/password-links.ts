import { createHash, randomBytes } from 'node:crypto'
import { and, eq, isNull } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { passwordLinks, users } from '#db/schema/index.ts'
import { recordAudit } from '#lib/audit/index.ts'
import { type Context, FerryError, notFound, parseInput, requirePermission } from '#lib/core/index.ts'
import { hashPassword } from './password-hash.ts'
import { requireGoodPassword } from './refusals.ts'
import { linkPasswordSchema, userIdSchema } from './schema.ts'
import { revokeSessionsOf } from './sessions.ts'

/** How long a one-time link works. */
const LINK_HOURS = 24

/** A one-time link as it is shown once: its path begins at this installation's own address. */
export interface PasswordLink {
  path: string
  expiresAt: Date
}

/**
 * Makes a one-time link with which a user sets a new password; earlier links of theirs work no more. Their present password stays until
 * the link is used. Needs `users.write`. Throws `not_found`, `user_disabled`.
 */
export async function newPasswordLink(ctx: Context, input: { id: string }): Promise<PasswordLink> {
  requirePermission(ctx, 'users.write')
  const { id } = parseInput(userIdSchema, input)
  return ctx.db.transaction(async (tx) => {
    const [user] = await tx.select().from(users).where(eq(users.id, id)).for('update')
    if (user === undefined) throw notFound('The user')
    if (user.disabledAt !== null)
      throw new FerryError('user_disabled', 409, `${user.name} is disabled.`, { next: 'Enable the account first.' })
    const link = await insertLink(tx, id)
    await recordAudit(tx, ctx.actor, {
      action: 'user.password_link',
      targetKind: 'user',
      targetId: id,
      targetLabel: user.email,
    })
    return link
  })
}

/** Writes a link in the caller's transaction, in place of earlier ones; only the SHA-256 of its token is kept. */
export async function insertLink(tx: Database, userId: string): Promise<PasswordLink> {
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date(Date.now() + LINK_HOURS * 3_600_000)
  await tx.delete(passwordLinks).where(and(eq(passwordLinks.userId, userId), isNull(passwordLinks.usedAt)))
  await tx.insert(passwordLinks).values({ userId, tokenHash: hashOf(token), expiresAt })
  return { path: `/password/${token}`, expiresAt }
}

/** Whom a one-time link is for. Throws `link_invalid`, `link_used` or `link_expired` (410), `user_disabled`. */
export async function readPasswordLink(db: Database, token: string): Promise<{ email: string; name: string }> {
  const { user } = await openLink(db, token)
  return { email: user.email, name: user.name }
}

/**
 * Sets the password that a one-time link allows, uses the link up and ends every session of that user.
 * Returns the e-mail to sign in with. Throws as `readPasswordLink`, and `invalid_input` for a password that breaks a rule (the link stays good).
 */
export async function usePasswordLink(
  db: Database,
  input: { token: string; password: string },
): Promise<{ email: string }> {
  const { token, password } = parseInput(linkPasswordSchema, input)
  const owner = (await openLink(db, token)).user
  requireGoodPassword(password, owner.email)
  const passwordHash = await hashPassword(password)
  return db.transaction(async (tx) => {
    // Looked at again under the user's lock, which whatever touches links takes first: of two who use one at once, one finds it used.
    await tx.select({ id: users.id }).from(users).where(eq(users.id, owner.id)).for('update')
    const { linkId, user } = await openLink(tx, token)
    await tx.update(passwordLinks).set({ usedAt: new Date() }).where(eq(passwordLinks.id, linkId))
    await tx.update(users).set({ passwordHash }).where(eq(users.id, user.id))
    await revokeSessionsOf(tx, user.id)
    const { id, name, email, role } = user
    await recordAudit(
      tx,
      { kind: 'user', id, name, email, role },
      {
        action: 'user.password',
        targetKind: 'user',
        targetId: id,
        targetLabel: email,
        changes: {
          password: { to: user.passwordHash === null ? 'set by one-time link' : 'replaced by one-time link' },
        },
      },
    )
    return { email }
  })
}

async function openLink(db: Database, token: string) {
  const [row] = await db
    .select({ link: passwordLinks, user: users })
    .from(passwordLinks)
    .innerJoin(users, eq(users.id, passwordLinks.userId))
    .where(eq(passwordLinks.tokenHash, hashOf(token)))
  const next = 'Ask an admin for a new one.'
  if (row === undefined)
    throw new FerryError('link_invalid', 410, 'This link is not known here, or a newer one took its place.', { next })
  if (row.link.usedAt !== null)
    throw new FerryError('link_used', 410, 'This link was used already.', {
      next: `Sign in, or ask an admin for a new one.`,
    })
  if (row.link.expiresAt.getTime() <= Date.now())
    throw new FerryError('link_expired', 410, `This link worked for ${LINK_HOURS} hours, which are over.`, { next })
  if (row.user.disabledAt !== null)
    throw new FerryError('user_disabled', 410, 'This account is disabled.', { next: 'Ask an admin to enable it.' })
  return { linkId: row.link.id, user: row.user }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
