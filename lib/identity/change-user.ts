import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Database } from '#db/client.ts'
import { users } from '#db/schema/index.ts'
import { type AuditChanges, recordAudit } from '#lib/audit/index.ts'
import { type Context, conflict, notFound, parseInput, type Role, requirePermission } from '#lib/core/index.ts'
import { changeRoleSchema, userIdSchema } from './schema.ts'
import { revokeSessionsOf } from './sessions.ts'

type User = typeof users.$inferSelect

/** Held by every change that could take the last admin away, so that two admins can't demote each other at the same moment. */
const ADMINS_LOCK = 7_263_003

/** Changes a user's role; it holds from their next request on. Needs `users.write`. Throws `not_found`, `last_admin`. */
export async function changeRole(ctx: Context, input: { id: string; role: Role }): Promise<void> {
  const { id, role } = parseChange(ctx, changeRoleSchema, input)
  await change(ctx, id, 'user.role', async (tx, user) => {
    if (user.role === role) return undefined
    if (role !== 'admin') await requireAnotherAdmin(tx, user, 'demoted')
    await tx.update(users).set({ role }).where(eq(users.id, id))
    return { role: { from: user.role, to: role } }
  })
}

/** Disables a user and ends their sessions. Needs `users.write`. Throws `not_found`, `last_admin`. */
export async function disableUser(ctx: Context, input: { id: string }): Promise<void> {
  const { id } = parseChange(ctx, userIdSchema, input)
  await change(ctx, id, 'user.disable', async (tx, user) => {
    if (user.disabledAt !== null) return undefined
    await requireAnotherAdmin(tx, user, 'disabled')
    await tx.update(users).set({ disabledAt: new Date() }).where(eq(users.id, id))
    await revokeSessionsOf(tx, id)
    return { state: { from: 'enabled', to: 'disabled' } }
  })
}

/** Enables a disabled user, who signs in again with the password they had. Needs `users.write`. Throws `not_found`. */
export async function enableUser(ctx: Context, input: { id: string }): Promise<void> {
  const { id } = parseChange(ctx, userIdSchema, input)
  await change(ctx, id, 'user.enable', async (tx, user) => {
    if (user.disabledAt === null) return undefined
    await tx.update(users).set({ disabledAt: null }).where(eq(users.id, id))
    return { state: { from: 'disabled', to: 'enabled' } }
  })
}

/** Removes a user with their sessions, links and drafts; runs and audit events keep their name. Needs `users.write`. Throws `not_found`, `last_admin`. */
export async function removeUser(ctx: Context, input: { id: string }): Promise<void> {
  const { id } = parseChange(ctx, userIdSchema, input)
  await change(ctx, id, 'user.remove', async (tx, user) => {
    await requireAnotherAdmin(tx, user, 'removed')
    await tx.delete(users).where(eq(users.id, id))
    return { name: { from: user.name }, role: { from: user.role } }
  })
}

function parseChange<S extends z.ZodType>(ctx: Context, schema: S, input: unknown): z.output<S> {
  requirePermission(ctx, 'users.write')
  return parseInput(schema, input)
}

/** One transaction: the change under the lock, and its audit event unless nothing changed. */
async function change(
  ctx: Context,
  id: string,
  action: string,
  apply: (tx: Database, user: User) => Promise<AuditChanges | undefined>,
): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${ADMINS_LOCK})`)
    const [user] = await tx.select().from(users).where(eq(users.id, id)).for('update')
    if (user === undefined) throw notFound('The user')
    const changes = await apply(tx, user)
    if (changes === undefined) return
    await recordAudit(tx, ctx.actor, { action, targetKind: 'user', targetId: id, targetLabel: user.email, changes })
  })
}

async function requireAnotherAdmin(tx: Database, user: User, done: string): Promise<void> {
  if (user.role !== 'admin' || user.disabledAt !== null) return
  const others = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.role, 'admin'), isNull(users.disabledAt), ne(users.id, user.id)))
    .limit(1)
  if (others.length === 0)
    throw conflict('last_admin', `${user.name} is the last admin and can't be ${done}.`, {
      next: 'Make another user an admin first.',
    })
}
