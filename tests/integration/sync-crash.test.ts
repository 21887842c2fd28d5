import { afterEach, beforeEach, expect, it } from 'vitest'
import { type DatabaseConnection, openDatabase } from '#db/client.ts'
import { migrateDatabase } from '#db/migrate.ts'
import type { Context } from '#lib/core/index.ts'
import { startWorkers } from '#lib/worker/index.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '#sandbox/index.ts'
import { describeDatabases, type TestDatabase } from '../helpers/database.ts'
import { person } from '../helpers/people.ts'
import { confirm, connect, ended, plan, registerMany } from './sync-fixture.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { startWorkerChild, type WorkerChild } from './worker-child.ts'

const WORKSPACES = Array.from({ length: 10 }, (_, index) => `Space ${index + 1}`)
const SEED: NonNullable<SandboxOptions['seed']> = {
  accounts: [{ name: 'admin', email: 'admin@example.com', password: 'Passw0rd123' }],
  workspaces: WORKSPACES.map((name) => ({ name, owner: 'admin@example.com' })),
}
const KILLS = 5

describeDatabases('workers that are killed or stopped', (database) => {
  let sandbox: Sandbox
  let children: WorkerChild[] = []

  beforeEach(async () => {
    sandbox = await startSandbox({ release: '1.14.0', seed: SEED, patience: { pollMs: 20, hangMs: 2000 } })
    sandbox.dify.slowDown(({ method }) => (method === 'POST' ? 120 : 0))
  })
  afterEach(async () => {
    await Promise.all(children.map((child) => child.kill()))
    children = []
    await sandbox.close()
  })

  function worker(where: string): WorkerChild {
    const child = startWorkerChild(where)
    children.push(child)
    return child
  }

  /** Confirms a run in this process, which itself works nothing. */
  async function confirmed(connection: DatabaseConnection, serviceCount: number, namespaceNames: string[]) {
    const sender = await startWorkers(connection, { work: false })
    const ctx = await person(connection.db, 'admin')
    const serviceIds = await registerMany(ctx, sandbox, serviceCount)
    const { platformId, namespace } = await connect(ctx, sandbox)
    const runId = await confirm(
      ctx,
      await plan(ctx, { platformId, serviceIds, namespaceIds: namespaceNames.map(namespace), unverified: true }),
    )
    await sender.stop()
    return { ctx, runId }
  }

  /** Where children find the database, and how this process looks into it afterwards. */
  async function prepared(serviceCount: number, namespaceNames: string[]) {
    const { driver } = database.connection
    if (driver.kind === 'postgres') {
      await database.truncate()
      const { ctx, runId } = await confirmed(database.connection, serviceCount, namespaceNames)
      return { where: driver.url, runId, look: <T>(work: (ctx: Context) => Promise<T>) => work(ctx) }
    }
    const where = await temporaryFolder()
    const open = () => openDatabase({ dataDir: where })
    const first = await open()
    await migrateDatabase(first)
    const { ctx, runId } = await confirmed(first, serviceCount, namespaceNames)
    await first.close()
    const look = async <T>(work: (ctx: Context) => Promise<T>): Promise<T> => {
      const connection = await open()
      try {
        return await work({ ...ctx, db: connection.db })
      } finally {
        await connection.close()
      }
    }
    return { where, runId, look }
  }

  function expectOneOfEach(serviceCount: number, namespaceNames: string[]) {
    const identifiers = Array.from({ length: serviceCount }, (_, index) => `many-${index + 1}`).toSorted()
    for (const name of namespaceNames)
      expect(
        sandbox.dify
          .providers(name)
          .map(({ identifier }) => identifier)
          .toSorted(),
      ).toEqual(identifiers)
  }

  it(`finishes a run of 100 items although its worker is killed ${KILLS} times`, async () => {
    const { where, runId, look } = await prepared(10, WORKSPACES)
    // On PostgreSQL two processes share the work, and the one that is killed is followed by another.
    const pair = isEmbedded(database) ? 1 : 2
    const alive = Array.from({ length: pair }, () => worker(where))
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const witness = alive.at(-1)
      await witness?.until(({ finished }) => finished >= kill * 14)
      await alive.shift()?.kill()
      alive.push(worker(where))
    }
    const killedLast = Date.now()
    const last = await alive.at(-1)?.until((report) => report.ended)
    expect(last).toEqual({ finished: 100, total: 100, ended: true })
    expect(Date.now() - killedLast).toBeLessThan(25_000)
    expect(await Promise.all(alive.map((child) => child.stop()))).toEqual(Array(pair).fill(0))
    const { run, items } = await look((ctx) => ended(ctx, runId))
    expect(
      items.filter(({ verdict }) => verdict !== 'created').map(({ verdict, reason }) => [verdict, reason]),
    ).toEqual([])
    expect([items.length, run.status]).toEqual([100, 'done'])
    expectOneOfEach(10, WORKSPACES)
  }, 90_000)

  it('hands the rest of a lane to the next worker at once when it is asked to stop', async () => {
    const names = WORKSPACES.slice(0, 1)
    const { where, runId, look } = await prepared(30, names)
    const first = worker(where)
    await first.until(({ finished }) => finished >= 6)
    expect(await first.stop()).toBe(0)
    expect(first.last?.finished).toBeLessThan(30)
    const second = worker(where)
    await second.ready
    const began = Date.now()
    await second.until(({ finished }) => finished > (first.last?.finished ?? 30))
    // Sooner than a silent worker's job would be given to another one.
    expect(Date.now() - began).toBeLessThan(6000)
    await second.until((report) => report.ended)
    expect(await second.stop()).toBe(0)
    const { items } = await look((ctx) => ended(ctx, runId))
    expect(items.map(({ verdict }) => verdict)).toEqual(Array(30).fill('created'))
    expectOneOfEach(30, names)
  }, 60_000)
})

function isEmbedded({ connection }: TestDatabase): boolean {
  return connection.driver.kind === 'embedded'
}
