import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import { users } from '#db/schema/index.ts'
import { recordAudit } from '#lib/audit/index.ts'
import { type Context, forbidden, invalidInput, parseInput, type Role, unauthenticated } from '#lib/core/index.ts'
import { hashPassword, passwordMatches } from './password-hash.ts'
import { requireGoodPassword } from './refusals.ts'
import { ownAccountSchema, ownPasswordSchema } from './schema.ts'
import { revokeSessionsOf } from './sessions.ts'
import { beginAttempt } from './throttle.ts'

/** What a signed-in person sees of their own account. */
export interface OwnAccount {
  id: string
  name: string
  email: string
  role: Role
  /** Whether single letters work as shortcuts; on unless switched off. */
  singleKeys: boolean
}

/** The actor's own account. Throws `forbidden` for the system, which has none. */
export async function ownAccount(ctx: Context): Promise<OwnAccount> {
  const { id, name, email, role, preferences } = await ownRow(ctx)
  return { id, name, email, role, singleKeys: preferences.singleKeys ?? true }
}

/** Changes the actor's own name or keyboard preference. */
export async function changeOwnAccount(ctx: Context, input: z.input<typeof ownAccountSchema>): Promise<OwnAccount> {
  const { id } = ownActor(ctx)
  const wanted = parseInput(ownAccountSchema, input)
  return ctx.db.transaction(async (tx) => {
    const before = await ownAccount({ ...ctx, db: tx })
    const after = {
      ...before,
      ...wanted,
      name: wanted.name ?? before.name,
      singleKeys: wanted.singleKeys ?? before.singleKeys,
    }
    if (after.name === before.name && after.singleKeys === before.singleKeys) return before
    await tx
      .update(users)
      .set({ name: after.name, preferences: { singleKeys: after.singleKeys } })
      .where(eq(users.id, id))
    await recordAudit(tx, ctx.actor, {
      action: 'user.update',
      targetKind: 'user',
      targetId: id,
      targetLabel: before.email,
      changes: {
        ...(after.name !== before.name && { name: { from: before.name, to: after.name } }),
        ...(after.singleKeys !== before.singleKeys && {
          singleKeys: { from: before.singleKeys, to: after.singleKeys },
        }),
      },
    })
    return after
  })
}

/**
 * Replaces the actor's own password and ends their other sessions; the one named by `keepSessionId` stays.
 * A wrong present password counts like one at sign-in. Throws `invalid_input`, `too_many_attempts`.
 */
export async function changeOwnPassword(
  ctx: Context,
  input: z.input<typeof ownPasswordSchema>,
  keepSessionId: string | undefined,
): Promise<void> {
  const { id, email, passwordHash } = await ownRow(ctx)
  const { current, password } = parseInput(ownPasswordSchema, input)
  requireGoodPassword(password, email)
  const attempt = await beginAttempt(ctx.db, [`email:${email}`])
  if (!(await passwordMatches(passwordHash, current))) {
    await attempt.failed()
    throw invalidInput({ current: 'Is not your present password.' })
  }
  await attempt.succeeded([`email:${email}`])
  const hash = await hashPassword(password)
  await ctx.db.transaction(async (tx) => {
    await tx.update(users).set({ passwordHash: hash }).where(eq(users.id, id))
    await revokeSessionsOf(tx, id, keepSessionId)
    await recordAudit(tx, ctx.actor, {
      action: 'user.password',
      targetKind: 'user',
      targetId: id,
      targetLabel: email,
      changes: { password: { to: 'replaced' } },
    })
  })
}

function ownActor(ctx: Context) {
  if (ctx.actor.kind !== 'user') throw forbidden('have an account of its own')
  return ctx.actor
}

async function ownRow(ctx: Context) {
  const [row] = await ctx.db
    .select()
    .from(users)
    .where(eq(users.id, ownActor(ctx).id))
  if (row === undefined) throw unauthenticated()
  return row
}
