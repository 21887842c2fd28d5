import type { Database } from '#db/client.ts'
import { hashToken, isWholeToken } from '#lib/tokens/index.ts'
import type { GatewayError } from '../gateway-error.ts'
import type { Grant } from '../grant.ts'
import { refusals } from '../refusals.ts'
import { remember } from '../remember.ts'
import { type FoundGrant, findGrant } from './find-grant.ts'

/** Tokens remembered, known and unknown ones each. */
const MOST = 10_000
/** How long an unknown token is not looked up again, so that guesses don't hammer the database. */
const UNKNOWN_FOR_MS = 1000

/** The grants of tokens: from memory, or by one query of the database for all who ask at once. */
export interface GrantStore {
  /** What the token opens at `identifier`, without waiting; undefined when the database has to be asked. Throws the refusal. */
  remembered(token: string, identifier: string): Grant | undefined
  /** The same by asking the database where it must. Throws the refusal. */
  find(token: string, identifier: string): Promise<Grant>
  /** Forgets everything, what is being looked up just now included. */
  forget(): void
  /** Whether anything is remembered, so that changes matter. */
  readonly size: number
}

/** With `maxAgeMs`, what is remembered longer is looked up anew: for a process that hears of no change. */
export function createGrantStore(db: Database, { maxAgeMs = Number.POSITIVE_INFINITY } = {}): GrantStore {
  const known = new Map<string, FoundGrant & { foundAt: number }>()
  /** Until when each is not looked up again, unix milliseconds. */
  const unknown = new Map<string, number>()
  let asking = new Map<string, Promise<FoundGrant | undefined>>()

  function ask(token: string): Promise<FoundGrant | undefined> {
    const running = asking.get(token)
    if (running !== undefined) return running
    const round = asking
    const answer = findGrant(db, hashToken(token))
      .catch((cause: unknown) => {
        throw refusals.noDatabase(cause)
      })
      .then((found) => {
        // What was asked before a change may be true no more.
        if (round !== asking) return ask(token)
        if (found === undefined) remember(unknown, token, Date.now() + UNKNOWN_FOR_MS, MOST)
        else remember(known, token, { ...found, foundAt: Date.now() }, MOST)
        return found
      })
      .finally(() => round.delete(token))
    round.set(token, answer)
    return answer
  }

  return {
    remembered(token, identifier) {
      const found = known.get(token)
      if (found !== undefined && (maxAgeMs === Number.POSITIVE_INFINITY || Date.now() - found.foundAt < maxAgeMs))
        return admitted(found, identifier)
      if (!isWholeToken(token) || (unknown.get(token) ?? 0) > Date.now()) throw refusals.invalidToken()
      return undefined
    },
    async find(token, identifier) {
      const found = await ask(token)
      if (found === undefined) throw refusals.invalidToken()
      return admitted(found, identifier)
    },
    forget() {
      known.clear()
      unknown.clear()
      asking = new Map()
    },
    get size() {
      return known.size
    },
  }
}

function admitted({ grant, endsByExpiry }: FoundGrant, identifier: string): Grant {
  if (grant.service.identifier !== identifier) throw refusals.invalidToken()
  if (grant.endsAt !== null && grant.endsAt <= Date.now()) throw endOf(endsByExpiry)
  return grant
}

function endOf(byExpiry: boolean): GatewayError {
  return byExpiry ? refusals.expiredToken() : refusals.endedToken()
}
