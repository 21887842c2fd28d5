import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { authUrl, FerryError, makeKeys, ownUrl, parseEnvironment } from '#lib/core/index.ts'

function faultsOf(source: Record<string, string>): string {
  try {
    parseEnvironment(source)
  } catch (error) {
    if (error instanceof FerryError) return error.message
    throw error
  }
  return ''
}

describe('the environment', () => {
  it('has a default for everything on the embedded database', () => {
    expect(parseEnvironment({})).toMatchObject({ PORT: 3000, DATA_DIR: '.data', WORKERS: 'inline' })
  })

  it('takes an empty variable for an absent one', () => {
    expect(parseEnvironment({ DATABASE_URL: '', APP_URL: '' }).DATABASE_URL).toBeUndefined()
  })

  it('names every fault at once', () => {
    const faults = faultsOf({ PORT: 'eighty', APP_URL: 'ferry', DATABASE_URL: 'mysql://x', LOG_LEVEL: 'loud' })
    for (const name of ['PORT', 'APP_URL', 'DATABASE_URL', 'LOG_LEVEL']) expect(faults).toContain(`${name}:`)
  })

  it('refuses PostgreSQL without keys, and takes the keys that it makes', () => {
    const database = { DATABASE_URL: 'postgres://localhost/ferry' }
    expect(faultsOf(database)).toMatch(/AUTH_SECRET: must be given[\s\S]*SEALING_KEYS: must be given/)
    expect(faultsOf({ ...database, ...makeKeys() })).toBe('')
  })

  it('refuses a short or malformed key, naming it without repeating it, and half an admin', () => {
    const good = makeKeys().SEALING_KEYS
    for (const [keys, said] of [
      ['k1:short', 'the key «k1» has 5 characters, not 43'],
      [`${good},k2:`, 'the key «k2» has 0 characters, not 43'],
      [`k1:${'+'.repeat(43)}`, 'the key «k1» has characters that base64url has not'],
      [good.slice(3), 'entry 1 does not begin with an id and a colon'],
      [`${good},${good}`, 'two keys have the id «k1»'],
    ] as const) {
      const faults = faultsOf({ SEALING_KEYS: keys })
      expect(faults).toContain('SEALING_KEYS: ')
      expect(faults).toContain(said)
      expect(faults).not.toContain(good.slice(3))
    }
    expect(faultsOf({ AUTH_SECRET: 'short-secret' })).toMatch(
      /AUTH_SECRET: must have at least 32 characters(?!.*short-s)/,
    )
    expect(faultsOf({ ADMIN_EMAIL: 'admin@example.com' })).toContain('ADMIN_EMAIL, ADMIN_PASSWORD: give both')
  })

  it('wants the address of people to end with the base path', () => {
    const given = { APP_URL: 'https://x.example/ferry', BASE_PATH: '/ferry' }
    expect(ownUrl(parseEnvironment(given))).toBe('https://x.example/ferry')
    expect(authUrl(parseEnvironment(given))).toBe('https://x.example/ferry/api/auth')
    expect(ownUrl(parseEnvironment({ BASE_PATH: '/ferry' }))).toBe('http://127.0.0.1:3000/ferry')
    expect(faultsOf({ APP_URL: given.APP_URL })).toContain('APP_URL: its path must be BASE_PATH')
    expect(faultsOf({ BASE_PATH: 'ferry/' })).toContain('BASE_PATH: must be a path such as /ferry')
  })

  it('is described whole by .env.example', () => {
    const described = [...readFileSync('.env.example', 'utf8').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name).sort()
    const read = Object.keys(
      parseEnvironment({
        ...makeKeys(),
        APP_URL: 'http://x.example',
        GATEWAY_URL: 'http://y.example',
        DATABASE_URL: 'postgres://x/y',
        ADMIN_EMAIL: 'a@example.com',
        ADMIN_PASSWORD: 'long enough 1',
        DEMO: '1',
        CRON_SECRET: 'sixteen letters!',
        METRICS_TOKEN: 'sixteen-letters!',
        METRICS_PORT: '9100',
      }),
    )
    expect(described).toEqual(read.sort())
  })
})
