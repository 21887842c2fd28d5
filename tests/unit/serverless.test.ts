import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { requireCronSecret } from '#app/server/cron-secret.ts'
import { deploymentAddresses, makeKeys, parseEnvironment } from '#lib/core/index.ts'

const VERCEL = { VERCEL: '1', VERCEL_ENV: 'production', VERCEL_URL: 'ferry-a1b2.vercel.app' }
const WHOLE = { ...VERCEL, ...makeKeys(), DATABASE_URL: 'postgres://db.example/ferry' }

describe('the environment of a function', () => {
  it('lacks PostgreSQL: refused, with every variable that is missing', () => {
    expect(() => parseEnvironment(VERCEL)).toThrow(
      /DATABASE_URL: must be given on Vercel[\s\S]*AUTH_SECRET: must be given[\s\S]*SEALING_KEYS: must be given/,
    )
  })

  it('knows its address and its proxy from Vercel, unless told otherwise', () => {
    expect(parseEnvironment(WHOLE)).toMatchObject({ APP_URL: 'https://ferry-a1b2.vercel.app', TRUST_PROXY: true })
    const named = { ...WHOLE, VERCEL_PROJECT_PRODUCTION_URL: 'ferry.example.com' }
    expect(parseEnvironment(named).APP_URL).toBe('https://ferry.example.com')
    expect(deploymentAddresses(named)).toEqual(['https://ferry.example.com', 'https://ferry-a1b2.vercel.app'])
    expect(parseEnvironment({ ...named, VERCEL_ENV: 'preview' }).APP_URL).toBe('https://ferry-a1b2.vercel.app')
    expect(parseEnvironment({ ...named, APP_URL: 'https://a.example', TRUST_PROXY: 'false' })).toMatchObject({
      APP_URL: 'https://a.example',
      TRUST_PROXY: false,
    })
  })

  it('changes nothing elsewhere', () => {
    const { VERCEL: _, ...elsewhere } = WHOLE
    const { APP_URL, TRUST_PROXY } = parseEnvironment(elsewhere)
    expect([APP_URL, TRUST_PROXY]).toEqual([undefined, false])
    expect(deploymentAddresses(elsewhere)).toEqual([])
  })

  it('takes its functions to live as long as vercel.json says, which has a cron for the tick', () => {
    const { functions, crons } = JSON.parse(readFileSync('vercel.json', 'utf8'))
    for (const { maxDuration } of Object.values<{ maxDuration: number }>(functions))
      expect(maxDuration).toBe(parseEnvironment(WHOLE).FUNCTION_SECONDS)
    expect(crons).toEqual([{ path: '/api/tick', schedule: '* * * * *' }])
  })
})

describe('the tick', () => {
  const secret = 'a secret of sixteen letters or more'.replaceAll(' ', '-')

  it('opens to its secret', () => {
    expect(() => requireCronSecret(`Bearer ${secret}`, secret)).not.toThrow()
  })

  it.each([null, '', 'Bearer', 'Bearer wrong', `Basic ${secret}`, secret, `Bearer ${secret}x`])(
    'refuses %j',
    (given) => {
      expect(() => requireCronSecret(given, secret)).toThrow(expect.objectContaining({ status: 401 }))
    },
  )

  it('is closed to everybody where no secret is set', () => {
    expect(() => requireCronSecret('Bearer ', undefined)).toThrow(
      expect.objectContaining({ status: 503, code: 'cron_secret_missing' }),
    )
  })
})
