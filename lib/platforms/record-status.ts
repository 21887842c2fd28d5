import { eq, sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { platforms } from '#db/schema/index.ts'
import { PlatformError } from './platform-error.ts'

/** What an attempt to talk to a platform showed. */
export type Contact =
  | { reached: true; release: string; identity?: string; ms?: number }
  | { reached: false; code: string; message: string; next?: string }

/** How a failure reads as a contact: the platform's own failure only; anything else (a bug, a lost lease) says nothing about it. */
export function contactOf(error: unknown): Contact | undefined {
  if (!(error instanceof PlatformError) || error.code === 'interrupted') return undefined
  const { code, message, next } = error
  return { reached: false, code, message, ...(next !== undefined && { next }) }
}

/** Keeps that the platform refused its password, so that no other lane sends it again; any other failure says nothing here. */
export async function recordRefusedPassword(db: Database, id: string, error: PlatformError): Promise<void> {
  const contact = contactOf(error)
  if (error.code === 'wrong_password' && contact !== undefined) await recordContact(db, id, contact)
}

/** Writes what was seen of a platform: reachable or not, why, and since when. Nobody's change, so no audit event. */
export async function recordContact(db: Database, id: string, contact: Contact): Promise<void> {
  const status = contact.reached ? 'reachable' : 'unreachable'
  const code = contact.reached ? null : contact.code
  await db
    .update(platforms)
    .set({
      status,
      statusCode: code,
      statusMessage: contact.reached ? null : contact.message,
      statusNext: contact.reached ? null : (contact.next ?? null),
      // Since when it is so, which a second finding of the same does not move.
      statusSince: sql`case when ${platforms.status} = ${status} and ${platforms.statusCode} is not distinct from ${code}::text
        then coalesce(${platforms.statusSince}, now()) else now() end`,
      testedAt: sql`now()`,
      ...(contact.reached && {
        release: contact.release,
        ...(contact.identity !== undefined && { identity: contact.identity }),
        ...(contact.ms !== undefined && { latencyMs: contact.ms }),
      }),
    })
    .where(eq(platforms.id, id))
}
