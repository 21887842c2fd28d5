import { createHash } from 'node:crypto'
import type { OAuthClient } from '#lib/core/index.ts'
import { type AccessToken, fetchAccessToken } from './fetch-access-token.ts'

/** Access tokens of one client for one resource: fetched once for all who ask, renewed before they end. */
export interface AccessTokens {
  /** A token that is valid now. Throws what `fetchAccessToken` throws when there is none to be had. */
  current(): Promise<string>
  /** Says that `token` was refused: the next `current()` gives another one. */
  refused(token: string): void
}

/** Part of a token's life before its end in which it is renewed beside the calls, and at most this long. */
const RENEW_IN_LAST = 0.2
const RENEW_AT_MOST_MS = 60_000
/** Not presented any more this shortly before its end: it has to arrive first. */
const LAST_MOMENT_MS = 300
/** A failed renewal beside the calls is not repeated sooner. */
const PAUSE_AFTER_FAULT_MS = 1000
const MOST_CLIENTS = 2000

const PROCESS = Symbol.for('mcp-ferry.access-tokens')
type Holder = { [PROCESS]?: Map<string, AccessTokens> }

/** The access tokens of a client in this process; the same ones for everybody who asks with the same client and resource. */
export function accessTokens(client: OAuthClient, resource: string): AccessTokens {
  const holder = globalThis as Holder
  holder[PROCESS] ??= new Map()
  const known = holder[PROCESS]
  const key = createHash('sha256')
    .update(JSON.stringify([client, resource]))
    .digest('base64url')
  const tokens = known.get(key) ?? makeAccessTokens(client, resource)
  known.delete(key)
  known.set(key, tokens)
  const [oldest] = known.keys()
  if (known.size > MOST_CLIENTS && oldest !== undefined) known.delete(oldest)
  return tokens
}

function makeAccessTokens(client: OAuthClient, resource: string): AccessTokens {
  let held: AccessToken | undefined
  let fetching: Promise<AccessToken> | undefined
  let pausedUntil = 0

  const renew = (): Promise<AccessToken> => {
    fetching ??= fetchAccessToken(client, resource)
      .then((token) => {
        held = token
        return token
      })
      .catch((error: unknown) => {
        pausedUntil = Date.now() + PAUSE_AFTER_FAULT_MS
        throw error
      })
      .finally(() => {
        fetching = undefined
      })
    return fetching
  }

  return {
    async current() {
      const now = Date.now()
      if (held === undefined || now >= held.expiresAt - LAST_MOMENT_MS) return (await renew()).token
      const margin = Math.min((held.expiresAt - held.fetchedAt) * RENEW_IN_LAST, RENEW_AT_MOST_MS)
      // The one that is held serves on meanwhile; when renewing fails, its end will tell.
      if (now >= held.expiresAt - margin && now >= pausedUntil) renew().catch(() => undefined)
      return held.token
    },
    refused(token) {
      if (held?.token === token) held = undefined
    },
  }
}
