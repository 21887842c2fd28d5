import { and, asc, desc, eq, gt, isNotNull, isNull, like, or, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { passwordLinks, users } from '#db/schema/index.ts'
import { type Context, parseInput, type Role, requirePermission } from '#lib/core/index.ts'
import { listUsersSchema } from './schema.ts'

/** A user as the Users page shows them. */
export interface UserRow {
  id: string
  email: string
  name: string
  role: Role
  /** `invited`: has not set a password yet. */
  state: 'enabled' | 'disabled' | 'invited'
  lastSignInAt: Date | null
  createdAt: Date
  /** Until when an unused one-time link of theirs works. */
  linkUntil: Date | null
}

/** One page of the users that match, in the order asked for, and how many match and are there in all. Needs `users.read`. */
export async function listUsers(
  ctx: Context,
  input: z.input<typeof listUsersSchema> = {},
): Promise<{ rows: UserRow[]; matching: number; total: number }> {
  requirePermission(ctx, 'users.read')
  const { search, role, state, sort, descending, page, pageSize } = parseInput(listUsersSchema, input)
  const pattern = `%${(search ?? '').toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  const where = and(
    search ? or(like(sql`lower(${users.name})`, pattern), like(users.email, pattern)) : undefined,
    role === undefined ? undefined : eq(users.role, role),
    state === undefined ? undefined : stateIs[state],
  )
  const direction = descending ? desc : asc
  const column =
    sort === 'name'
      ? sql`lower(${users.name})`
      : sort === 'lastSignInAt'
        ? sql`coalesce(${users.lastSignInAt}, 'epoch')`
        : users[sort]
  const [rows, [counts]] = await Promise.all([
    ctx.db
      .select({
        id: users.id,
        email: users.email,
        name: users.name,
        role: users.role,
        disabledAt: users.disabledAt,
        hasPassword: sql<boolean>`${users.passwordHash} is not null`,
        lastSignInAt: users.lastSignInAt,
        createdAt: users.createdAt,
        linkUntil: passwordLinks.expiresAt,
      })
      .from(users)
      .leftJoin(
        passwordLinks,
        and(eq(passwordLinks.userId, users.id), isNull(passwordLinks.usedAt), gt(passwordLinks.expiresAt, sql`now()`)),
      )
      .where(where)
      .orderBy(direction(column), asc(users.email))
      .limit(pageSize)
      .offset((page - 1) * pageSize),
    ctx.db
      .select({
        total: sql<number>`count(*)::int`,
        matching:
          where === undefined ? sql<number>`count(*)::int` : sql<number>`(count(*) filter (where ${where}))::int`,
      })
      .from(users),
  ])
  return {
    rows: rows.map(({ disabledAt, hasPassword, ...row }) => ({
      ...row,
      state: disabledAt !== null ? 'disabled' : hasPassword ? 'enabled' : 'invited',
    })),
    matching: counts?.matching ?? 0,
    total: counts?.total ?? 0,
  }
}

const stateIs = {
  enabled: and(isNull(users.disabledAt), isNotNull(users.passwordHash)),
  invited: and(isNull(users.disabledAt), isNull(users.passwordHash)),
  disabled: isNotNull(users.disabledAt),
}
