import type { z } from 'zod'
import { users } from '#db/schema/index.ts'
import { recordAudit } from '#lib/audit/index.ts'
import { type Context, conflict, parseInput, requirePermission } from '#lib/core/index.ts'
import { insertLink, type PasswordLink } from './password-links.ts'
import { addUserSchema } from './schema.ts'

/**
 * Adds a user, who sets their password by the one-time link that is returned (and shown once). Needs `users.write`.
 * Throws `email_taken` (field `email`).
 */
export async function addUser(
  ctx: Context,
  input: z.input<typeof addUserSchema>,
): Promise<{ id: string; email: string; name: string; link: PasswordLink }> {
  requirePermission(ctx, 'users.write')
  const { email, name, role } = parseInput(addUserSchema, input)
  return ctx.db.transaction(async (tx) => {
    const [user] = await tx
      .insert(users)
      .values({ email, name, role })
      .onConflictDoNothing({ target: users.email })
      .returning({ id: users.id })
    if (user === undefined)
      throw conflict('email_taken', `${email} is already a user.`, {
        fields: { email: 'Is already a user here.' },
        next: 'Give that user a link for a new password, or use another e-mail.',
      })
    const link = await insertLink(tx, user.id)
    await recordAudit(tx, ctx.actor, {
      action: 'user.create',
      targetKind: 'user',
      targetId: user.id,
      targetLabel: email,
      changes: { name: { to: name }, role: { to: role } },
    })
    return { id: user.id, email, name, link }
  })
}
