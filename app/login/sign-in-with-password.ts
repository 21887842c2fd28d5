import { withBase } from '#components/base-path.ts'
import type { PublicError, Result } from '#lib/core/index.ts'

/**
 * Signs in from the browser by next-auth's own routes, as its client does, which knows no base path; afterwards the cookie holds the
 * session. Never throws: an unreachable server is a result too. Source: https://next-auth.js.org/getting-started/rest-api
 */
export async function signInWithPassword(email: string, password: string): Promise<Result<undefined>> {
  try {
    const { csrfToken } = await (await fetch(withBase('/api/auth/csrf'))).json()
    const answer = await fetch(withBase('/api/auth/callback/credentials'), {
      method: 'POST',
      body: new URLSearchParams({ email, password, csrfToken, callbackUrl: window.location.href, json: 'true' }),
    })
    const { url } = await answer.json()
    if (answer.ok) return { ok: true, value: undefined }
    return { ok: false, error: readError(new URL(url).searchParams.get('error')) }
  } catch {
    return { ok: false, error: unreachable }
  }
}

const unreachable: PublicError = {
  code: 'unreachable',
  message: 'MCP Ferry did not answer.',
  next: 'Look whether it runs and the network is there, then sign in again.',
}

/** The server's `PublicError`; a bare word is next-auth's own. */
function readError(text: string | null | undefined): PublicError {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return unreachable
  }
}
