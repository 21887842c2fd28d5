import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { type Context, environment, FerryError, isOwnOrigin, runsServerless, unauthenticated } from '#lib/core/index.ts'
import { readSession, type SessionState } from '#lib/identity/index.ts'
import { serverDatabase } from './database.ts'
import { requestSessionId } from './session-cookie.ts'
import { workAfterwards } from './work.ts'

/** The session of this request, or undefined when it carries none; looked up once a rendering. */
const requestSession = cache(async (): Promise<SessionState | undefined> => {
  const sessionId = await requestSessionId()
  if (sessionId === undefined) return undefined
  const { db } = await serverDatabase()
  return readSession(db, sessionId)
})

/**
 * Who is asking, for server actions and route handlers; what they queue is worked. Throws `unauthenticated` when there is no session or it
 * is over, `foreign_origin`.
 */
export async function currentContext(): Promise<Context> {
  if (runsServerless()) await requireOwnOrigin()
  const session = await requestSession()
  if (!session?.open) throw unauthenticated()
  await workAfterwards()
  return session.context
}

/** Elsewhere our own server refuses foreign origins before Next hears of them. */
async function requireOwnOrigin(): Promise<void> {
  const sent = await headers()
  const { APP_URL } = environment()
  const hosts = [sent.get('host') ?? undefined, APP_URL === undefined ? undefined : new URL(APP_URL).host]
  if (!isOwnOrigin(sent.get('origin') ?? undefined, hosts))
    throw new FerryError('foreign_origin', 403, 'The request came from another origin.')
}

/** Who is asking, for pages: without an open session it leads to signing in, says why, and comes back to `path` (by default the page asked for). */
export async function requirePageContext(path?: string): Promise<Context> {
  const session = await requestSession()
  if (session?.open) return session.context
  const next = path ?? (await requestedPath())
  const query = new URLSearchParams({
    ...(next !== '/' && { next }),
    ...(session !== undefined && session.why !== 'unknown' && { why: session.why }),
  })
  redirect(query.size > 0 ? `/login?${query}` : '/login')
}

/** The path and query of the page asked for, as the proxy file noted it. */
async function requestedPath(): Promise<string> {
  return (await headers()).get('x-ferry-path') ?? '/'
}

/** Whether the request carries an open session; for pages that only make sense without one. */
export async function hasOpenSession(): Promise<boolean> {
  return (await requestSession())?.open === true
}
