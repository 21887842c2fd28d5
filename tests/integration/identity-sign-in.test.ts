import { eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { signInFailures, users } from '#db/schema/index.ts'
import type { FerryError } from '#lib/core/index.ts'
import { signIn } from '#lib/identity/index.ts'
import { describeDatabases } from '#tests/helpers/database.ts'
import { person } from '#tests/helpers/people.ts'
import { hashPassword } from '../../lib/identity/password-hash.ts'
import { delayBefore } from '../../lib/identity/throttle.ts'

// Time is the only thing replaced: what would have been waited is noted instead.
const waited = vi.hoisted(() => [] as number[])
vi.mock('node:timers/promises', () => ({
  setTimeout: async (ms: number) => {
    waited.push(ms)
  },
}))

const PASSWORD = 'ferries cross at noon'
const passwordHash = await hashPassword(PASSWORD)

describeDatabases('signing in', (database) => {
  beforeEach(async () => {
    await database.truncate()
    const { id } = await person(database.db, 'admin', 'ana')
    await database.db.update(users).set({ passwordHash }).where(eq(users.id, id))
  })
  afterEach(() => {
    waited.length = 0
  })

  const attempt = (email: string, password: string, address = '203.0.113.7') =>
    signIn(database.db, { email, password }, address).then(
      () => 'in' as const,
      (error: FerryError) => error,
    )
  const refusal = async (...args: Parameters<typeof attempt>) => {
    const outcome = await attempt(...args)
    if (outcome === 'in') throw new Error('was signed in')
    return outcome
  }

  it('takes the e-mail in any case and notes the time', async () => {
    expect(await attempt(' Ana@Example.com ', PASSWORD)).toBe('in')
    const [user] = await database.db.select().from(users)
    expect(Date.now() - (user?.lastSignInAt?.getTime() ?? 0)).toBeLessThan(60_000)
  })

  it('refuses unknown accounts, accounts without a password and wrong passwords in the same words', async () => {
    await person(database.db, 'viewer', 'invited')
    const answers = [
      await refusal('ana@example.com', 'wrong password'),
      await refusal('nobody@example.com', 'wrong password'),
      await refusal('invited@example.com', 'wrong password'),
    ].map(({ code, message, next, fields }) => ({ code, message, next, fields }))
    expect(answers[0]).toMatchObject({ code: 'wrong_credentials', message: 'E-mail or password is wrong.' })
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
  })

  // A difference that matters (no hash made: a thirtieth of the time) fails every time; a busy machine does not.
  it('works as long for unknown accounts as for known ones', { retry: 3 }, async () => {
    const fastest = new Map<string, number>()
    // Turn about, and the fastest of each: what else the machine does must not tell them apart.
    for (let round = 0; round < 7; round++)
      for (const email of ['nobody@example.com', 'ana@example.com']) {
        await database.db.delete(signInFailures)
        const begun = performance.now()
        await refusal(email, 'wrong password')
        fastest.set(email, Math.min(fastest.get(email) ?? Infinity, performance.now() - begun))
      }
    const ratio = (fastest.get('nobody@example.com') ?? 0) / (fastest.get('ana@example.com') ?? 0)
    expect(ratio).toBeGreaterThan(0.5)
    expect(ratio).toBeLessThan(2)
  })

  it('names the fields of input it cannot read', async () => {
    expect((await refusal('no address', '')).fields).toEqual({
      email: 'Is not an e-mail address, such as ana@example.com.',
      password: 'Enter the password.',
    })
  })

  it('tells who knows the password that the account is disabled', async () => {
    await database.db.update(users).set({ disabledAt: new Date() })
    expect((await refusal('ana@example.com', PASSWORD)).code).toBe('account_disabled')
    expect((await refusal('ana@example.com', 'wrong password')).code).toBe('wrong_credentials')
  })

  it.each(['ana@example.com', 'nobody@example.com'])(
    'slows from the 4th wrong password on and refuses from the 10th with the time left: %s',
    async (email) => {
      const codes: string[] = []
      for (let round = 1; round <= 12; round++) codes.push((await refusal(email, `wrong ${round}`)).code)
      expect(codes).toEqual([...Array(9).fill('wrong_credentials'), ...Array(3).fill('too_many_attempts')])
      expect(waited).toEqual([0, 0, 0, 250, 500, 1000, 2000, 4000, 4000, 4000])
      const { message, next, status } = await refusal(email, PASSWORD)
      expect({ message, next, status }).toEqual({
        message: 'Refused after 10 wrong attempts in 15 minutes.',
        next: 'Try again in 15 min.',
        status: 429,
      })
    },
  )

  it('lets in again when the oldest of the ten is 15 minutes old, and says how long that takes', async () => {
    for (let round = 0; round < 10; round++) await refusal('ana@example.com', 'wrong', `198.51.100.${round}`)
    const age = (minutes: number) =>
      database.db.update(signInFailures).set({ at: sql`now() - make_interval(mins => ${minutes})` })
    await age(12)
    expect((await refusal('ana@example.com', PASSWORD)).next).toBe('Try again in 3 min.')
    await age(16)
    expect(await attempt('ana@example.com', PASSWORD)).toBe('in')
    expect(await database.db.select().from(signInFailures)).toEqual([])
  })

  it('counts an address over all accounts, and leaves other addresses alone', async () => {
    for (let round = 0; round < 10; round++) await refusal(`guess${round}@example.com`, 'wrong', '203.0.113.9')
    expect((await refusal('ana@example.com', PASSWORD, '203.0.113.9')).code).toBe('too_many_attempts')
    expect(await attempt('ana@example.com', PASSWORD, '203.0.113.10')).toBe('in')
  })

  it('forgives the account after the right password, but not the address', async () => {
    for (let round = 0; round < 5; round++) await refusal('ana@example.com', 'wrong')
    expect(await attempt('ana@example.com', PASSWORD)).toBe('in')
    const left = await database.db.select({ key: signInFailures.key }).from(signInFailures)
    expect(left.map(({ key }) => key)).toEqual(Array(5).fill('ip:203.0.113.7'))
  })

  it('looks at no more than ten of many guesses sent at once', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 25 }, (_, round) => refusal('ana@example.com', `wrong ${round}`, `198.51.100.${round}`)),
    )
    expect(outcomes.filter(({ code }) => code === 'too_many_attempts').length).toBeGreaterThanOrEqual(15)
    expect(await database.db.$count(signInFailures, eq(signInFailures.key, 'email:ana@example.com'))).toBe(10)
  })
})

it('the delay grows and stays bounded', () => {
  const delays = Array.from({ length: 12 }, (_, failures) => delayBefore(failures))
  expect(delays).toEqual([0, 0, 0, 250, 500, 1000, 2000, 4000, 4000, 4000, 4000, 4000])
})
