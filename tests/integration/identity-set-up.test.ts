import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { auditEvents, settings, users } from '#db/schema/index.ts'
import type { FerryError } from '#lib/core/index.ts'
import { ensureFirstAdmin, isSetUp, setUp, setupCode, signIn } from '#lib/identity/index.ts'
import { describeDatabases } from '#tests/helpers/database.ts'

// Nobody waits for the throttle's delays here.
vi.mock('node:timers/promises', () => ({ setTimeout: async () => {} }))

const WHO = { email: 'Ana@example.com', password: 'ferries cross at noon' }

describeDatabases('set-up', (database) => {
  beforeEach(() => database.truncate())

  const fresh = async () => {
    const code = await setupCode(database.db)
    if (code === undefined) throw new Error('no code')
    return code
  }
  const refusal = (input: object) =>
    setUp(database.db, input, undefined).then(
      () => {
        throw new Error('was set up')
      },
      (error: FerryError) => error,
    )

  it('makes the first admin with the code, who can sign in; the code is kept nowhere', async () => {
    const code = await fresh()
    expect(code).toMatch(/^FERRY-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/)
    expect(JSON.stringify(await database.db.select().from(settings))).not.toContain(code.slice(6))
    await setUp(database.db, { code, ...WHO }, '203.0.113.7')
    expect(await database.db.select().from(users)).toMatchObject([
      { email: 'ana@example.com', name: 'ana', role: 'admin' },
    ])
    expect(await database.db.select().from(settings)).toEqual([])
    await signIn(database.db, WHO, undefined)
    const events = await database.db.select().from(auditEvents)
    expect(events).toMatchObject([{ action: 'user.create', actorKind: 'system', targetLabel: 'ana@example.com' }])
    expect(JSON.stringify(events)).not.toContain(WHO.password)
  })

  it('takes the code without hyphens and in lower case', async () => {
    const code = await fresh()
    await setUp(database.db, { code: ` ${code.toLowerCase().replaceAll('-', ' ')} `, ...WHO }, undefined)
    expect(await isSetUp(database.db)).toBe(true)
  })

  it('refuses a wrong code and an earlier one, and names the field', async () => {
    const earlier = await fresh()
    const code = await fresh()
    for (const wrong of ['FERRY-AAAA-AAAA', earlier])
      expect(await refusal({ code: wrong, ...WHO })).toMatchObject({
        code: 'invalid_input',
        fields: { code: 'Is not the code printed last. A restart prints a new one.' },
      })
    expect(await isSetUp(database.db)).toBe(false)
    await setUp(database.db, { code, ...WHO }, undefined)
  })

  it('refuses everybody for a while after ten wrong codes', async () => {
    const code = await fresh()
    await Promise.all(Array.from({ length: 10 }, () => refusal({ code: 'FERRY-AAAA-AAAA', ...WHO })))
    expect((await refusal({ code, ...WHO })).code).toBe('too_many_attempts')
  })

  it('refuses passwords that break a rule without using the code up', async () => {
    const code = await fresh()
    expect((await refusal({ code, ...WHO, password: 'short' })).fields).toEqual({
      password: 'Has 5 of at least 10 characters.',
    })
    await setUp(database.db, { code, ...WHO }, undefined)
  })

  it('makes one admin of two who try at once, and none afterwards', async () => {
    const code = await fresh()
    const outcomes = await Promise.allSettled([
      setUp(database.db, { code, ...WHO }, undefined),
      setUp(database.db, { code, ...WHO, email: 'ben@example.com' }, undefined),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await database.db.select().from(users)).toHaveLength(1)
    expect((await refusal({ code, ...WHO })).code).toBe('already_set_up')
    expect(await setupCode(database.db)).toBeUndefined()
  })

  const ENVIRONMENT = Symbol.for('mcp-ferry.environment')
  const withEnvironment = (email: string, password: string) => {
    process.env.ADMIN_EMAIL = email
    process.env.ADMIN_PASSWORD = password
    Reflect.deleteProperty(globalThis, ENVIRONMENT)
  }
  afterEach(() => {
    delete process.env.ADMIN_EMAIL
    delete process.env.ADMIN_PASSWORD
    Reflect.deleteProperty(globalThis, ENVIRONMENT)
  })

  it('makes the admin that the environment names, once, also when two replicas start at once', async () => {
    withEnvironment('Ops@example.com', 'from the environment')
    await Promise.all([ensureFirstAdmin(database.connection), ensureFirstAdmin(database.connection)])
    await ensureFirstAdmin(database.connection)
    expect(await database.db.select().from(users)).toMatchObject([{ email: 'ops@example.com', role: 'admin' }])
    await signIn(database.db, { email: 'ops@example.com', password: 'from the environment' }, undefined)
  })

  it('refuses to start with an ADMIN_PASSWORD that everybody knows', async () => {
    withEnvironment('ops@example.com', 'password123')
    await expect(ensureFirstAdmin(database.connection)).rejects.toMatchObject({
      code: 'invalid_environment',
      message: 'ADMIN_PASSWORD: Is among the most used passwords; choose another.',
    })
  })
})
