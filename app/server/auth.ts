import { headers } from 'next/headers'
import type { NextAuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { authUrl, environment, keys, publicError } from '#lib/core/index.ts'
import { clientAddress, readSession, revokeSession, signIn } from '#lib/identity/index.ts'
import { serverDatabase } from './database.ts'
import { interop } from './interop.ts'
import { servedOverHttps, sessionCookieName } from './session-cookie.ts'

/** The cookie outlives the session's 12 hours (which the database keeps), so that coming back later one is told why it ended. */
const COOKIE_SECONDS = 30 * 24 * 3600

/**
 * next-auth's options for this request: e-mail and password, and a token that carries nothing but the id of a row in `sessions`,
 * which is looked up on every request. A refusal reaches the page as the JSON of a `PublicError` in place of next-auth's error word.
 */
export async function authOptions(): Promise<NextAuthOptions> {
  settleOwnAddress()
  const secure = await servedOverHttps()
  return {
    secret: keys().authSecret,
    session: { strategy: 'jwt', maxAge: COOKIE_SECONDS },
    pages: { signIn: '/login', signOut: '/login', error: '/login' },
    useSecureCookies: secure,
    cookies: {
      sessionToken: {
        name: sessionCookieName(secure),
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure },
      },
    },
    providers: [
      interop(Credentials)({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        async authorize(credentials) {
          try {
            const { db } = await serverDatabase()
            const address = clientAddress((await headers()).get('x-forwarded-for'))
            const { sessionId, userId } = await signIn(db, credentials, address)
            return { id: userId, sessionId }
          } catch (error) {
            throw new Error(JSON.stringify(publicError(error)))
          }
        },
      }),
    ],
    callbacks: {
      jwt({ token, user }) {
        if (user !== undefined && 'sessionId' in user) return { sid: user.sessionId }
        return { sid: token.sid }
      },
      async session({ session, token }) {
        const { db } = await serverDatabase()
        const state = typeof token.sid === 'string' ? await readSession(db, token.sid) : undefined
        if (!state?.open || state.context.actor.kind !== 'user') return { expires: new Date(0).toISOString() }
        const { name, email } = state.context.actor
        return { ...session, user: { name, email } }
      },
    },
    events: {
      async signOut({ token }) {
        const { db } = await serverDatabase()
        if (typeof token.sid === 'string') await revokeSession(db, token.sid)
      },
    },
  }
}

/** next-auth builds addresses from NEXTAUTH_URL; where nobody said what ours is, from the request's own host. */
function settleOwnAddress(): void {
  const env = environment()
  if (env.APP_URL !== undefined) process.env.NEXTAUTH_URL ??= authUrl(env)
  else if (process.env.NEXTAUTH_URL === undefined) process.env.AUTH_TRUST_HOST ??= 'true'
}
