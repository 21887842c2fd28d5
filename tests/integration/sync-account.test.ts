import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type DatabaseConnection, openDatabase } from '#db/client.ts'
import { migrateDatabase } from '#db/migrate.ts'
import { lanes, platforms } from '#db/schema/index.ts'
import { type Context, seal } from '#lib/core/index.ts'
import { forgetRefusals } from '#lib/platforms/dify/tries.ts'
import { makePlan } from '#lib/sync/index.ts'
import { workLane } from '#lib/sync/run/work-lane.ts'
import { startWorkers } from '#lib/worker/index.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '#sandbox/index.ts'
import { describeDatabases } from '../helpers/database.ts'
import { person } from '../helpers/people.ts'
import { actions, confirm, connect, ended, plan, registerMany } from './sync-fixture.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { startWorkerChild, type WorkerChild } from './worker-child.ts'

const ACCOUNT = 'admin@example.com'
const WORKSPACES = ['Home', 'North', 'East', 'South', 'West']
const SEED: NonNullable<SandboxOptions['seed']> = {
  accounts: [{ name: 'admin', email: ACCOUNT, password: 'Passw0rd123' }],
  workspaces: WORKSPACES.map((name) => ({ name, owner: ACCOUNT })),
}
const MANY = ['many-1', 'many-2', 'many-3', 'many-4', 'many-5', 'many-6']

describeDatabases('one account, many workspaces', (database) => {
  let sandbox: Sandbox
  let children: WorkerChild[] = []

  beforeEach(async () => {
    await database.truncate()
    sandbox = await startSandbox({ release: '1.14.0', seed: SEED, patience: { pollMs: 20, hangMs: 2000 } })
    sandbox.dify.slowDown(({ method }) => (method === 'POST' ? 60 : 5))
  })
  afterEach(async () => {
    await Promise.all(children.map((child) => child.kill()))
    children = []
    await sandbox.close()
  })

  const there = (workspace: string) =>
    sandbox.dify
      .providers(workspace)
      .map(({ identifier }) => identifier)
      .toSorted()

  it('keeps the lanes of two runs apart, in two processes where the database is shared', async () => {
    const own = database.connection
    const where = own.driver.kind === 'postgres' ? own.driver.url : await temporaryFolder()
    const open = async (): Promise<DatabaseConnection> =>
      own.driver.kind === 'postgres' ? own : openDatabase({ dataDir: where })
    const first = await open()
    await migrateDatabase(first)
    const sender = await startWorkers(first, { work: false })
    const ctx = await person(first.db, 'admin')
    const serviceIds = await registerMany(ctx, sandbox, MANY.length)
    const { platformId, namespace } = await connect(ctx, sandbox, 'account')
    const runIds: string[] = []
    for (const names of [
      ['North', 'East'],
      ['South', 'West'],
    ])
      runIds.push(
        await confirm(
          ctx,
          await plan(ctx, { platformId, serviceIds, namespaceIds: names.map(namespace), unverified: true }),
        ),
      )
    await sender.stop()
    if (first !== own) await first.close()

    children = Array.from({ length: own.driver.kind === 'postgres' ? 2 : 1 }, () => startWorkerChild(where))
    await children[0]?.until((report) => report.ended)
    const done = async (look: Context) => {
      const both = []
      for (const runId of runIds) both.push(await ended(look, runId, 40_000))
      return both
    }
    if (first === own) await done(ctx)
    else
      await expect
        .poll(() => WORKSPACES.slice(1).map((name) => there(name).length), { timeout: 40_000 })
        .toEqual([6, 6, 6, 6])
    expect(await Promise.all(children.map((child) => child.stop()))).toEqual(children.map(() => 0))
    const last = await open()
    for (const { items } of await done({ ...ctx, db: last.db }))
      expect(items.map(({ verdict }) => verdict)).toEqual(Array(12).fill('created'))
    if (last !== own) await last.close()
    for (const workspace of WORKSPACES.slice(1)) expect([workspace, there(workspace)]).toEqual([workspace, MANY])
    expect(there('Home')).toEqual([])
    expect(sandbox.dify.currentWorkspace(ACCOUNT)).toBe('Home')
  }, 90_000)

  it('puts right what landed elsewhere when the account’s owner switches during a lane', async () => {
    const workers = await startWorkers(database.connection)
    try {
      const ctx = await person(database.db, 'admin')
      const serviceIds = await registerMany(ctx, sandbox, 20)
      const { platformId, namespace } = await connect(ctx, sandbox, 'account')
      const wanted = { platformId, serviceIds, namespaceIds: [namespace('North')], unverified: true }
      const runId = await confirm(ctx, await plan(ctx, wanted))
      await expect.poll(() => there('North').length, { timeout: 20_000, interval: 20 }).toBeGreaterThan(3)
      sandbox.dify.switchWorkspace(ACCOUNT, 'West')
      const { items } = await ended(ctx, runId, 60_000)
      expect(items.map(({ verdict }) => verdict)).toEqual(Array(20).fill('created'))
      expect(there('North')).toHaveLength(20)
      for (const other of ['Home', 'East', 'South', 'West']) expect([other, there(other)]).toEqual([other, []])
      expect(new Set(actions(await plan(ctx, wanted)).North?.map((one) => one.split(' ')[0]))).toEqual(
        new Set(['unchanged']),
      )
    } finally {
      await workers.stop()
    }
  }, 90_000)

  it('sends a refused password once, whichever processes have the lanes of its account', async () => {
    const sender = await startWorkers(database.connection, { work: false })
    try {
      const ctx = await person(database.db, 'admin')
      const serviceIds = await registerMany(ctx, sandbox, 1)
      const { platformId, namespace } = await connect(ctx, sandbox, 'account')
      const namespaceIds = ['North', 'East', 'South'].map(namespace)
      await confirm(ctx, await plan(ctx, { platformId, serviceIds, namespaceIds, unverified: true }))
      const secret = await seal('no longer the password', 'platform.secret')
      await database.db.update(platforms).set({ secret }).where(eq(platforms.id, platformId))
      sandbox.dify.clearLog()
      for (const { id } of await database.db.select({ id: lanes.id }).from(lanes)) {
        // As in a process that has just begun: it remembers nothing.
        forgetRefusals(sandbox.dify.url, ACCOUNT)
        await workLane(database.db, id, new AbortController().signal)
      }
      expect(sandbox.dify.log.filter(({ path: asked }) => asked.endsWith('/login'))).toHaveLength(1)
      const ends = await database.db.select({ status: lanes.status, code: lanes.code }).from(lanes)
      expect(ends).toEqual(Array(3).fill({ status: 'done', code: 'wrong_password' }))
    } finally {
      await sender.stop()
    }
  }, 60_000)

  it('does not look into a namespace while a lane works with the same account', async () => {
    const workers = await startWorkers(database.connection)
    try {
      const ctx = await person(database.db, 'admin')
      const serviceIds = await registerMany(ctx, sandbox, 24)
      const { platformId, namespace } = await connect(ctx, sandbox, 'account')
      const wanted = { platformId, serviceIds, namespaceIds: [namespace('North')], unverified: true }
      const other = await plan(ctx, {
        ...wanted,
        serviceIds: serviceIds.slice(0, 1),
        namespaceIds: [namespace('East')],
      })
      sandbox.dify.slowDown(({ path: asked }) => (asked.endsWith('/tool-provider/mcp') ? 2500 : 5))
      const runId = await confirm(ctx, await plan(ctx, wanted))
      await expect.poll(() => there('North').length, { timeout: 20_000 }).toBeGreaterThan(0)
      const during = await makePlan(ctx, { draftId: other.id })
      expect(during.plan?.groups).toMatchObject([{ fault: { code: 'platform_busy' }, items: [{ action: 'cant' }] }])
      sandbox.dify.slowDown(0)
      await ended(ctx, runId, 60_000)
      expect(actions(await makePlan(ctx, { draftId: other.id }))).toEqual({ East: ['create Many 001'] })
    } finally {
      await workers.stop()
    }
  }, 120_000)
})
