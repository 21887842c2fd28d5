import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Context } from '#lib/core/index.ts'
import type { Sandbox } from '#sandbox/index.ts'
import { describeDatabases } from '../helpers/database.ts'
import { person } from '../helpers/people.ts'
import {
  actions,
  confirm,
  connect,
  ended,
  plan,
  quickSandbox,
  register,
  rightCredential,
  typed,
  workersDuring,
} from './sync-fixture.ts'

describeDatabases('releases of Dify', (database) => {
  let sandbox: Sandbox
  let ctx: Context

  workersDuring(database)
  beforeEach(async () => {
    await database.truncate()
    ctx = await person(database.db, 'admin')
  })
  afterEach(() => sandbox.close())

  it.each(['1.9.1', '1.9.2', '1.10.1', '1.11.3', '1.14.0', '1.16.1'])(
    'crosses to %s by account, changes a token there, and has nothing to write afterwards',
    async (release) => {
      sandbox = await quickSandbox(release)
      const weather = await register(ctx, sandbox, 'weather')
      const handbook = await register(ctx, sandbox, 'handbook')
      const { platformId, namespace } = await connect(ctx, sandbox, 'account')
      const wanted = {
        platformId,
        serviceIds: [weather, handbook],
        namespaceIds: [namespace('Research'), namespace('Ops')],
      }
      const right = rightCredential(sandbox, 'handbook')
      const first = await ended(
        ctx,
        await confirm(ctx, await plan(ctx, { ...wanted, tokens: { [handbook]: typed(right) } })),
      )
      expect(first.items.map(({ verdict, reason, platformSaid }) => [verdict, reason, platformSaid])).toEqual(
        Array(4).fill(['created', null, null]),
      )

      sandbox.mcp.setCredential('handbook', { header: 'Authorization', value: 'Bearer another-token-2' })
      const second = await plan(ctx, {
        ...wanted,
        tokens: { [handbook]: typed({ kind: 'bearer', token: 'another-token-2' }) },
      })
      expect(actions(second)).toEqual({
        Ops: ['update Handbook', 'unchanged Weather'],
        Research: ['update Handbook', 'unchanged Weather'],
      })
      const updated = await ended(ctx, await confirm(ctx, second))
      expect(updated.items.map(({ verdict }) => verdict)).toEqual(['updated', 'unchanged', 'updated', 'unchanged'])
      for (const workspace of ['Research', 'Ops'])
        expect(
          Object.values(
            sandbox.dify.providers(workspace).find(({ identifier }) => identifier === 'handbook')?.headers ?? {},
          ),
        ).toEqual(['Bearer another-token-2'])

      sandbox.dify.clearLog()
      const third = await plan(ctx, wanted)
      expect(third.plan?.counts).toMatchObject({ unchanged: 4 })
      await ended(ctx, await confirm(ctx, third))
      expect(sandbox.dify.writes()).toEqual([])
      expect(sandbox.dify.currentWorkspace('admin@example.com')).toBe('Research')
    },
    60_000,
  )

  it.each(['1.6.0', '1.8.1'])(
    'crosses to %s, which sends no headers',
    async (release) => {
      sandbox = await quickSandbox(release)
      const weather = await register(ctx, sandbox, 'weather')
      const { platformId, namespace } = await connect(ctx, sandbox, 'account')
      const wanted = { platformId, serviceIds: [weather], namespaceIds: [namespace('Support')] }
      const { items } = await ended(ctx, await confirm(ctx, await plan(ctx, wanted)))
      expect(items).toMatchObject([{ verdict: 'created', toolsThere: sandbox.mcp.services.weather.tools }])
      expect(actions(await plan(ctx, wanted))).toEqual({ Support: ['unchanged Weather'] })
    },
    60_000,
  )
})
