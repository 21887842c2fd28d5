import { and, eq, isNull, ne } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { sessions, users } from '#db/schema/index.ts'
import { type Context, unauthenticated } from '#lib/core/index.ts'

/** How long a session lasts, whatever is done in it. */
export const SESSION_HOURS = 12

/** Why a session is over: its 12 hours, a sign-out or a new password, a disabled user, or it is not known here. */
type SessionEnd = 'expired' | 'revoked' | 'disabled' | 'unknown'

/** A session as it is now. */
export type SessionState = { open: true; context: Context } | { open: false; why: SessionEnd }

/** Begins a session of a user and returns its id. */
export async function openSession(db: Database, userId: string): Promise<string> {
  const expiresAt = new Date(Date.now() + SESSION_HOURS * 3_600_000)
  const [row] = await db.insert(sessions).values({ userId, expiresAt }).returning({ id: sessions.id })
  if (row === undefined) throw new Error('no session row')
  return row.id
}

/** Looks a session up; asked anew for every request, so that an end takes effect at once, in all replicas. */
export async function readSession(db: Database, sessionId: string): Promise<SessionState> {
  const [row] = await db
    .select({
      expiresAt: sessions.expiresAt,
      revokedAt: sessions.revokedAt,
      disabledAt: users.disabledAt,
      id: users.id,
      name: users.name,
      email: users.email,
      role: users.role,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(sessions.id, sessionId))
  if (row === undefined) return { open: false, why: 'unknown' }
  if (row.disabledAt !== null) return { open: false, why: 'disabled' }
  if (row.revokedAt !== null) return { open: false, why: 'revoked' }
  if (row.expiresAt.getTime() <= Date.now()) return { open: false, why: 'expired' }
  const { id, name, email, role } = row
  return { open: true, context: { actor: { kind: 'user', id, name, email, role }, db } }
}

/** The context of a session; throws `unauthenticated` when it is over. */
export async function contextOfSession(db: Database, sessionId: string | undefined): Promise<Context> {
  if (sessionId === undefined) throw unauthenticated()
  const state = await readSession(db, sessionId)
  if (!state.open) throw unauthenticated()
  return state.context
}

/** Ends one session (signing out); ending it again changes nothing. */
export async function revokeSession(db: Database, sessionId: string): Promise<void> {
  await db
    .update(sessions)
    .set({ revokedAt: new Date() })
    .where(and(eq(sessions.id, sessionId), isNull(sessions.revokedAt)))
}

/** Ends all sessions of a user, but for one that may be kept. */
export async function revokeSessionsOf(db: Database, userId: string, keep?: string): Promise<void> {
  await db
    .update(sessions)
    .set({ revokedAt: new Date() })
    .where(
      and(
        eq(sessions.userId, userId),
        isNull(sessions.revokedAt),
        keep === undefined ? undefined : ne(sessions.id, keep),
      ),
    )
}
