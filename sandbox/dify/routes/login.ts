import { type BodyModel, readBody } from '../bodies.ts'
import { seconds } from '../clock.ts'
import type { Actor, Context } from '../context.ts'
import { type Answer, type Call, ok, Refusal, refusal } from '../http.ts'
import type { Account } from '../state.ts'
import { issueToken } from '../tokens.ts'

const LOGIN: BodyModel = {
  name: 'LoginPayload',
  fields: [
    { name: 'email', required: true, kind: 'text' },
    { name: 'password', required: true, kind: 'text' },
  ],
}
/** The real one locks when it has counted more than five failures, and says so from the next attempt on. */
const FAILURES_BEFORE_LOCK = 5
const REFRESH_SECONDS = 2_592_000

export function login(context: Context, call: Call): Answer {
  const { state, traits, installation } = context
  const body = readBody(call, LOGIN, traits.loginBodies, traits.pydantic)
  const email = String(body.email)
  const account = state.accounts.find((one) => one.email.toLowerCase() === email.toLowerCase())
  const password = decoded(traits.passwordEncoding, String(body.password))
  if (account && account.failedLogins > FAILURES_BEFORE_LOCK) {
    const message = 'Too many incorrect password attempts. Please try again later.'
    throw refusal(429, 'email_code_login_limit', message)
  }
  if (password === undefined) {
    countFailure(context, account)
    throw refusal(401, 'authentication_failed', 'Invalid encrypted data')
  }
  if (!account) {
    if (traits.unknownAddressIsUniform) throw failed()
    throw refusal(400, 'account_not_found', 'Account not found.')
  }
  if (account.password !== password || !installation.passwordLogin) {
    countFailure(context, account)
    if (traits.wrongPasswordIsUniform) throw failed()
    throw refusal(400, 'email_or_password_mismatch', 'The email or password is mismatched.')
  }
  account.failedLogins = 0
  account.lastLoginAt = seconds()
  state.save()
  return session(context, account, ['access', 'refresh', 'csrf'])
}

export function refresh(context: Context, call: Call): Answer {
  const { state, traits } = context
  const inCookies = traits.sessionIn === 'cookies'
  const fail = (reason: string) => new Refusal(401, { result: 'fail', [inCookies ? 'message' : 'data']: reason })
  const token = inCookies ? call.cookies.refresh_token : refreshTokenIn(context, call)
  if (!token) throw fail('No refresh token provided')
  const account = state.spendRefreshToken(token)
  if (!account) throw fail('Invalid refresh token')
  return session(context, account, ['csrf', 'access', 'refresh'])
}

/** Ends the session for the browser; an access token stays good until its time is over. */
export function logout({ state, traits }: Context, actor: Actor): Answer {
  state.forgetRefreshTokens(actor.account.id)
  if (traits.sessionIn === 'body') return ok({ result: 'success' })
  const gone = 'Expires=Thu, 01 Jan 1970 00:00:00 GMT;'
  return ok(
    { result: 'success' },
    {
      'set-cookie': [
        `access_token=; ${gone} HttpOnly; Path=/; SameSite=Lax`,
        `refresh_token=; ${gone} HttpOnly; Path=/; SameSite=Lax`,
        `csrf_token=; ${gone} Path=/; SameSite=Lax`,
      ],
    },
  )
}

function refreshTokenIn({ traits }: Context, call: Call): string {
  const model: BodyModel = { name: 'RefreshToken', fields: [{ name: 'refresh_token', required: true, kind: 'text' }] }
  return String(readBody(call, model, traits.loginBodies, traits.pydantic).refresh_token)
}

type Part = 'access' | 'refresh' | 'csrf'

function session({ state, traits, installation }: Context, account: Account, order: readonly Part[]): Answer {
  const lifetime = installation.accessTokenSeconds
  const access = issueToken(state.secret, 'access', account.id, lifetime)
  const refreshToken = state.issueRefreshToken(account.id)
  if (traits.sessionIn === 'body') {
    return ok({ result: 'success', data: { access_token: access, refresh_token: refreshToken } })
  }
  const csrf = issueToken(state.secret, 'csrf', account.id, lifetime)
  const cookies: Record<Part, string> = {
    access: `access_token=${access}; ${lasting(lifetime)} HttpOnly; Path=/; SameSite=Lax`,
    refresh: `refresh_token=${refreshToken}; ${lasting(REFRESH_SECONDS)} HttpOnly; Path=/; SameSite=Lax`,
    csrf: `csrf_token=${csrf}; ${lasting(lifetime)} Path=/; SameSite=Lax`,
  }
  return ok({ result: 'success' }, { 'set-cookie': order.map((part) => cookies[part]) })
}

function lasting(lifetime: number): string {
  return `Expires=${new Date(Date.now() + lifetime * 1000).toUTCString()}; Max-Age=${lifetime};`
}

function countFailure({ state }: Context, account: Account | undefined): void {
  if (!account) return
  account.failedLogins += 1
  state.save()
}

function failed(): Refusal {
  return refusal(401, 'authentication_failed', 'Invalid email or password.')
}

/** The password as it was meant; `undefined` when it is not base64 of UTF-8 where it must be. */
function decoded(encoding: 'plain' | 'base64', password: string): string | undefined {
  if (encoding === 'plain') return password
  const letters = password.replace(/[^A-Za-z0-9+/=]/g, '')
  if (letters.length % 4 !== 0) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(letters, 'base64'))
  } catch {
    return undefined
  }
}
