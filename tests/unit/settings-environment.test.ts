import { expect, it } from 'vitest'
import type { Database } from '#db/client.ts'
import { type Context, parseEnvironment, type Role } from '#lib/core/index.ts'
import { environmentFacts } from '#lib/settings/index.ts'

const SECRETS = {
  DATABASE_URL: 'postgres://ferry:canary-database@db.example/ferry',
  AUTH_SECRET: 'canary-auth-canary-auth-canary-auth',
  SEALING_KEYS: `k1:${'c'.repeat(43)}`,
  ADMIN_PASSWORD: 'canary-admin-password',
}
const SOURCE = { ...SECRETS, ADMIN_EMAIL: 'ops@example.com', PORT: '4000' }

/** The verb reads no table. */
const as = (role: Role): Context => ({
  db: {} as Database,
  actor: { kind: 'user', id: '', name: role, email: `${role}@example.com`, role },
})

it('shows what the environment sets, and of secrets only that they are set', () => {
  const facts = environmentFacts(as('admin'), parseEnvironment(SOURCE), SOURCE)
  const shown = Object.fromEntries(facts.map(({ name, shown }) => [name, shown]))
  expect(shown).toMatchObject({ PORT: '4000', ADMIN_EMAIL: 'ops@example.com', LOG_LEVEL: 'info', APP_URL: 'not set' })
  for (const [name, secret] of Object.entries(SECRETS)) {
    expect(shown[name]).toBe('set')
    expect(JSON.stringify(facts)).not.toContain(secret)
  }
})

it('names every variable there is', () => {
  const named = environmentFacts(as('admin'), parseEnvironment(SOURCE), SOURCE).map(({ name }) => name)
  expect(named).toEqual(expect.arrayContaining(Object.keys(parseEnvironment(SOURCE))))
})

it('is for admins', () => {
  expect(() => environmentFacts(as('operator'))).toThrowError('Your role may not change settings.')
})
