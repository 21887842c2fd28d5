import type { Upstream } from '../exchange.ts'
import { GatewayError } from '../gateway-error.ts'
import type { Grant } from '../grant.ts'
import { isSessionLost } from './channel.ts'
import { UpstreamSession } from './upstream-session.ts'

/** Sessions of a process; beyond it the one that was idle longest makes room. */
const MOST = 1000
const IDLE_MS = 5 * 60 * 1000
const SWEEP_MS = 15 * 1000

interface Entry {
  tokenId: string
  endsAt: number
  session: Promise<UpstreamSession>
  /** The session once it is open. */
  opened: UpstreamSession | undefined
  /** Requests under way. */
  uses: number
  usedAt: number
  leave(): void
}

/** One session for each upstream and token: a session is the service's memory, so it is never shared between tokens. */
const byUpstream = new WeakMap<Upstream, Map<string, Entry>>()
/** All of them, the one unused for longest first. */
const entries = new Set<Entry>()
let sweeping: NodeJS.Timeout | undefined

/**
 * Uses the session of a token with a service, opened when there is none. Where the service has forgotten it (so that nothing was
 * executed), it is opened once more and used again. Throws `too_many_sessions` when every one is in use.
 */
export async function withSession<T>(
  grant: Grant,
  upstream: Upstream,
  use: (session: UpstreamSession) => Promise<T>,
): Promise<T> {
  const entry = entryFor(grant, upstream)
  try {
    return await used(entry, use)
  } catch (error) {
    if (!isSessionLost(error)) throw error
    discard(entry)
    return await used(entryFor(grant, upstream), use)
  }
}

/** Closes the sessions of tokens that have ended, or all: what they had under way fails. */
export function closeSessions(isOver: (tokenId: string) => boolean): void {
  for (const entry of entries) if (isOver(entry.tokenId)) discard(entry)
}

/** The tokens that have a session with a service at the moment. */
export function tokensWithSessions(): Set<string> {
  return new Set(Array.from(entries, ({ tokenId }) => tokenId))
}

async function used<T>(entry: Entry, use: (session: UpstreamSession) => Promise<T>): Promise<T> {
  entry.uses++
  entries.delete(entry)
  entries.add(entry)
  try {
    return await use(entry.opened ?? (await entry.session))
  } finally {
    entry.uses--
    entry.usedAt = Date.now()
  }
}

function entryFor(grant: Grant, upstream: Upstream): Entry {
  let ofUpstream = byUpstream.get(upstream)
  if (ofUpstream === undefined) {
    ofUpstream = new Map()
    byUpstream.set(upstream, ofUpstream)
  }
  const known = ofUpstream.get(grant.tokenId)
  if (known !== undefined && known.opened?.isOver !== true) return known
  if (known !== undefined) discard(known)
  makeRoom()
  const fresh = openEntry(grant, upstream, ofUpstream)
  ofUpstream.set(grant.tokenId, fresh)
  entries.add(fresh)
  sweeping ??= setInterval(sweep, SWEEP_MS).unref()
  return fresh
}

function openEntry({ tokenId, endsAt, service }: Grant, upstream: Upstream, ofUpstream: Map<string, Entry>): Entry {
  const entry: Entry = {
    tokenId,
    endsAt: endsAt ?? Number.POSITIVE_INFINITY,
    session: UpstreamSession.open(upstream, service),
    opened: undefined,
    uses: 0,
    usedAt: Date.now(),
    leave() {
      if (ofUpstream.get(tokenId) === entry) ofUpstream.delete(tokenId)
    },
  }
  entry.session.then(
    (session) => {
      entry.opened = session
      // Discarded while it was opening.
      if (!entries.has(entry)) session.close()
    },
    () => discard(entry),
  )
  return entry
}

function makeRoom(): void {
  if (entries.size < MOST) return
  for (const entry of entries) {
    if (entry.uses > 0) continue
    discard(entry)
    return
  }
  throw new GatewayError('too_many_sessions', 'The gateway has too many conversations open. Try again later.', {
    status: 503,
    rpcCode: 50302,
    headers: { 'retry-after': '5' },
  })
}

function sweep(): void {
  const now = Date.now()
  for (const entry of entries)
    if (entry.endsAt <= now || (entry.uses === 0 && now - entry.usedAt > IDLE_MS)) discard(entry)
  if (entries.size > 0) return
  clearInterval(sweeping)
  sweeping = undefined
}

function discard(entry: Entry): void {
  entries.delete(entry)
  entry.leave()
  entry.opened?.close()
}
