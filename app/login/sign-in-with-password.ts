import { signIn } from 'next-auth/react'
import type { PublicError, Result } from '#lib/core/index.ts'

/** Signs in from the browser; afterwards its cookie holds the session. Never throws: an unreachable server is a result too. */
export async function signInWithPassword(email: string, password: string): Promise<Result<undefined>> {
  try {
    const answer = await signIn('credentials', { email, password, redirect: false })
    if (answer?.ok) return { ok: true, value: undefined }
    return { ok: false, error: readError(answer?.error) }
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
