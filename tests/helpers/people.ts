import type { Database } from '#db/client.ts'
import { users } from '#db/schema/index.ts'
import type { Context, Role } from '#lib/core/index.ts'

/** A user in the database, and the context in which they act. */
export async function person(
  db: Database,
  role: Role,
  name: string = role,
): Promise<Context & { id: string; email: string }> {
  const email = `${name}@example.com`
  const [row] = await db.insert(users).values({ email, name, role }).returning({ id: users.id })
  if (row === undefined) throw new Error('no user row')
  return { db, id: row.id, email, actor: { kind: 'user', id: row.id, name, email, role } }
}
