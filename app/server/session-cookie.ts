import { cookies, headers } from 'next/headers'
import { decode } from 'next-auth/jwt'
import { environment, keys } from '#lib/core/index.ts'

/** Whether people reach this installation over https: by APP_URL, else by what a trusted proxy says. */
export async function servedOverHttps(): Promise<boolean> {
  const env = environment()
  if (env.APP_URL !== undefined) return env.APP_URL.startsWith('https:')
  return env.TRUST_PROXY && (await headers()).get('x-forwarded-proto') === 'https'
}

/** The name of the cookie that carries the session's token; with https it is bound to this very host. */
export function sessionCookieName(secure: boolean): string {
  return secure ? '__Host-mcp-ferry.session' : 'mcp-ferry.session'
}

/** The id of the session that the request carries, or undefined when it carries none of ours. Says nothing about whether it is still open. */
export async function requestSessionId(): Promise<string | undefined> {
  const token = (await cookies()).get(sessionCookieName(await servedOverHttps()))?.value
  if (token === undefined) return undefined
  try {
    const claims = await decode({ token, secret: keys().authSecret })
    return typeof claims?.sid === 'string' ? claims.sid : undefined
  } catch {
    // A forged token, or one from before the secret was changed: nobody is signed in.
    return undefined
  }
}
