'use server'

import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { revokeSession } from '#lib/identity/index.ts'
import { serverDatabase } from './database.ts'
import { requestSessionId, servedOverHttps, sessionCookieName } from './session-cookie.ts'

/** Ends the session of this browser and leads to signing in. */
export async function signOut(): Promise<void> {
  const sessionId = await requestSessionId()
  if (sessionId !== undefined) await revokeSession((await serverDatabase()).db, sessionId)
  const secure = await servedOverHttps()
  const jar = await cookies()
  jar.set(sessionCookieName(secure), '', { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: 0 })
  redirect('/login?why=signed-out')
}
