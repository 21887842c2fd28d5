import { createHash, randomBytes } from 'node:crypto'
import { PlatformError } from '../platform-error.ts'

/** Dify locks an account for a day after so many wrong passwords, whoever typed them. */
const LOCKS_AFTER = 5
const LOCK_LASTS = 24 * 60 * 60 * 1000
/** So long a refused password is not sent again by a lane or a schedule: it would only lock the account. */
const HOLD_BACK = 15 * 60 * 1000
const MOST_ACCOUNTS = 1000

interface Tries {
  count: number
  at: number
  /** Salted hash of the password that was refused last. */
  refused: string
}

const MEMORY = Symbol.for('mcp-ferry.dify-tries')
type Memory = { salt: string; accounts: Map<string, Tries> }
type Holder = { [MEMORY]?: Memory }

/** One memory a process: two module graphs live in it. */
function memory(): Memory {
  const holder = globalThis as Holder
  holder[MEMORY] ??= { salt: randomBytes(16).toString('hex'), accounts: new Map() }
  return holder[MEMORY]
}

function keyOf(baseUrl: string, email: string): string {
  return `${baseUrl} ${email.toLowerCase()}`
}

function hashOf(password: string): string {
  return createHash('sha256').update(memory().salt).update(password).digest('base64')
}

/** Counts a password that Dify refused; returns how many tries are left at most (others may have used some). */
export function countRefusal(baseUrl: string, email: string, password: string): number {
  const { accounts } = memory()
  const key = keyOf(baseUrl, email)
  const before = accounts.get(key)
  const count = before !== undefined && Date.now() - before.at < LOCK_LASTS ? before.count + 1 : 1
  accounts.delete(key)
  accounts.set(key, { count, at: Date.now(), refused: hashOf(password) })
  const [oldest] = accounts.keys()
  if (accounts.size > MOST_ACCOUNTS && oldest !== undefined) accounts.delete(oldest)
  return Math.max(0, LOCKS_AFTER - count)
}

/** The account signed in: Dify forgets its count then, and so do we. */
export function forgetRefusals(baseUrl: string, email: string): void {
  memory().accounts.delete(keyOf(baseUrl, email))
}

/** Throws `wrong_password` without asking Dify when it refused this very password a short time ago. */
export function holdBack(baseUrl: string, email: string, password: string): void {
  const tries = memory().accounts.get(keyOf(baseUrl, email))
  if (tries === undefined || Date.now() - tries.at > HOLD_BACK || tries.refused !== hashOf(password)) return
  throw new PlatformError(
    'wrong_password',
    `Dify refused this password of ${email} a short time ago; it was not sent again, because ${LOCKS_AFTER} wrong ones lock the account.`,
    {
      next: 'Enter the right password for this platform and test the connection.',
    },
  )
}
