import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Context } from '#lib/core/index.ts'
import type { Sandbox } from '#sandbox/index.ts'
import { describeDatabases } from '../helpers/database.ts'
import { person } from '../helpers/people.ts'
import {
  actions,
  confirm,
  connect,
  dump,
  ended,
  plan,
  quickSandbox,
  register,
  rightCredential,
  typed,
  workersDuring,
} from './sync-fixture.ts'

describeDatabases('a whole crossing', (database) => {
  let sandbox: Sandbox
  let ctx: Context

  workersDuring(database)
  beforeEach(async () => {
    await database.truncate()
    sandbox = await quickSandbox()
    ctx = await person(database.db, 'admin')
  })
  afterEach(() => sandbox.close())

  async function three() {
    const services = {
      weather: await register(ctx, sandbox, 'weather'),
      handbook: await register(ctx, sandbox, 'handbook'),
      ledger: await register(ctx, sandbox, 'ledger'),
    }
    const { platformId, namespace } = await connect(ctx, sandbox)
    return {
      services,
      wanted: {
        platformId,
        serviceIds: Object.values(services),
        namespaceIds: [namespace('Research'), namespace('Support')],
        tokens: {
          [services.handbook]: typed(rightCredential(sandbox, 'handbook')),
          [services.ledger]: { mode: 'entered', source: 'service' } as const,
        },
      },
    }
  }

  it('carries three services into two namespaces, and a second one changes nothing', async () => {
    const { wanted } = await three()
    const first = await plan(ctx, wanted)
    expect(first.plan?.blockers).toEqual([])
    expect(actions(first)).toEqual({
      Research: ['create Handbook', 'create Ledger', 'create Weather'],
      Support: ['create Handbook', 'create Ledger', 'create Weather'],
    })
    expect(first.plan?.writes).toBe(6)

    const { run, items } = await ended(ctx, await confirm(ctx, first))
    expect(items.map(({ verdict, reason }) => [verdict, reason])).toEqual(Array(6).fill(['created', null]))
    expect(
      items.every(({ toolsThere, toolsOfService }) => toolsThere === toolsOfService && (toolsThere ?? 0) > 0),
    ).toBe(true)
    expect(run).toMatchObject({ status: 'done', outcome: { good: true }, finished: 6 })
    for (const workspace of ['Research', 'Support'])
      expect(
        sandbox.dify
          .providers(workspace)
          .map(({ identifier, authorised, tools }) => [identifier, authorised, tools.length > 0])
          .toSorted(),
      ).toEqual([
        ['handbook', true, true],
        ['ledger', true, true],
        ['weather', true, true],
      ])

    sandbox.dify.clearLog()
    const { tokens: _typed, ...again } = wanted
    const second = await plan(ctx, again)
    expect(actions(second)).toEqual({
      Research: ['unchanged Handbook', 'unchanged Ledger', 'unchanged Weather'],
      Support: ['unchanged Handbook', 'unchanged Ledger', 'unchanged Weather'],
    })
    const repeated = await ended(ctx, await confirm(ctx, second))
    expect(repeated.items.map(({ verdict }) => verdict)).toEqual(Array(6).fill('unchanged'))
    expect(sandbox.dify.writes()).toEqual([])
  }, 60_000)

  it('keeps every entered secret out of the database’s plain text', async () => {
    const canary = 'canary-7c1f0f4e-9d'
    const { services, wanted } = await three()
    const draft = await plan(ctx, {
      ...wanted,
      unverified: true,
      tokens: {
        ...wanted.tokens,
        [services.handbook]: typed({ kind: 'bearer', token: canary }),
      },
    })
    expect(JSON.stringify(draft)).not.toContain(canary)
    expect(await dump({ db: database.db })).not.toContain(canary)
    const { run, items } = await ended(ctx, await confirm(ctx, draft))
    const all = JSON.stringify([run, items])
    const text = await dump({ db: database.db })
    const { handbook, ledger } = sandbox.mcp.services
    const handbookToken = handbook.credential?.value.replace('Bearer ', '') ?? '?'
    for (const secret of [canary, ledger.credential?.value ?? '?', handbookToken, sandbox.dify.adminKey ?? '?']) {
      expect(all).not.toContain(secret)
      expect(text).not.toContain(secret)
    }
    expect(
      items.filter(({ verdict }) => verdict === 'failed').map(({ service, code }) => [service.name, code]),
    ).toEqual([
      ['Handbook', 'token_refused'],
      ['Handbook', 'token_refused'],
    ])
  }, 60_000)
})
