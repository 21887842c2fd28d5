import { PlatformError } from '../platform-error.ts'
import { bodyTokensSchema } from './answers.ts'
import { has } from './capabilities.ts'
import { CookieJar } from './cookies.ts'
import { DEADLINES } from './deadlines.ts'
import { type DifyAnswer, send } from './http.ts'
import type { DifyCall, DifySession } from './session.ts'
import { signInRefused } from './sign-in-refusal.ts'
import { countRefusal, forgetRefusals } from './tries.ts'

const API = '/console/api'

interface Account {
  email: string
  password: string
}

/** What proves who we are after a sign-in: since 1.9.2 cookies with a CSRF token, before that two tokens. */
type Proof = { kind: 'cookies'; jar: CookieJar } | { kind: 'bearer'; access: string; refresh: string }

/**
 * Signs an account in by the way of its release, and keeps it so: a 401 is followed by one refresh, then by one new sign-in,
 * then by a clear error. The release must be known before: a password in the wrong encoding counts as a wrong one.
 */
export async function signInAccount(
  baseUrl: string,
  account: Account,
  release: string,
  signal?: AbortSignal,
): Promise<DifySession> {
  const session = new AccountSession(baseUrl, account, release)
  await session.signIn(signal)
  return session
}

class AccountSession implements DifySession {
  readonly secrets: readonly string[]
  readonly #baseUrl: string
  readonly #account: Account
  readonly #release: string
  #proof: Proof | undefined
  /** One renewal at a time: parallel calls that all met a 401 wait for the same one. */
  #renewal: Promise<void> | undefined

  constructor(baseUrl: string, account: Account, release: string) {
    this.#baseUrl = baseUrl
    this.#account = account
    this.#release = release
    this.secrets = [account.password, Buffer.from(account.password).toString('base64')]
  }

  async call(request: DifyCall): Promise<DifyAnswer> {
    const used = this.#proof
    const answer = await this.#send(request)
    if (answer.status !== 401) return answer
    // A refused call was not carried out, so it may be repeated, writes too.
    await this.#renew(used, request.signal)
    const second = await this.#send(request)
    if (second.status !== 401) return second
    throw new PlatformError(
      'session_refused',
      `Dify refuses the session of ${this.#account.email}, even after signing in anew.`,
      {
        next: 'Test the connection; if it stays, look into Dify’s log.',
      },
    )
  }

  async signIn(signal?: AbortSignal): Promise<void> {
    const { email, password } = this.#account
    const encoded = has(this.#release, 'encodedPassword') ? Buffer.from(password).toString('base64') : password
    const answer = await send(this.#baseUrl, {
      method: 'POST',
      path: `${API}/login`,
      body: { email, password: encoded, language: 'en-US', remember_me: true },
      deadlineMs: DEADLINES.session,
      signal,
      secrets: this.secrets,
    })
    const proof = answer.status === 200 ? this.#proofIn(answer) : undefined
    if (proof === undefined)
      throw signInRefused(answer, email, this.secrets, () => countRefusal(this.#baseUrl, email, password))
    forgetRefusals(this.#baseUrl, email)
    this.#proof = proof
  }

  #send(request: DifyCall): Promise<DifyAnswer> {
    return send(this.#baseUrl, {
      ...request,
      path: API + request.path,
      headers: headersOf(this.#proof),
      secrets: [...this.secrets, ...(request.secrets ?? [])],
    })
  }

  async #renew(used: Proof | undefined, signal: AbortSignal | undefined): Promise<void> {
    if (this.#proof !== used) return
    this.#renewal ??= this.#refreshOrSignIn(signal).finally(() => {
      this.#renewal = undefined
    })
    await this.#renewal
  }

  async #refreshOrSignIn(signal: AbortSignal | undefined): Promise<void> {
    const proof = this.#proof
    const answer = await send(this.#baseUrl, {
      method: 'POST',
      path: `${API}/refresh-token`,
      body: proof?.kind === 'bearer' ? { refresh_token: proof.refresh } : {},
      headers: proof?.kind === 'cookies' ? headersOf(proof) : {},
      deadlineMs: DEADLINES.session,
      signal,
      secrets: this.secrets,
    })
    const renewed = answer.status === 200 ? this.#proofIn(answer) : undefined
    if (renewed === undefined) await this.signIn(signal)
    else this.#proof = renewed
  }

  /** Reads the proof that a release gives; undefined when the answer holds none. */
  #proofIn(answer: DifyAnswer): Proof | undefined {
    if (has(this.#release, 'cookieSession')) {
      const jar = new CookieJar()
      jar.take(answer.headers)
      return jar.get('access_token') === undefined ? undefined : { kind: 'cookies', jar }
    }
    const tokens = bodyTokensSchema.safeParse(answer.body).data?.data
    return tokens && { kind: 'bearer', access: tokens.access_token, refresh: tokens.refresh_token }
  }
}

function headersOf(proof: Proof | undefined): Record<string, string> {
  if (proof === undefined) return {}
  if (proof.kind === 'bearer') return { authorization: `Bearer ${proof.access}` }
  return { cookie: proof.jar.header(), 'x-csrf-token': proof.jar.get('csrf_token') ?? '' }
}
