import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { type DatabaseConnection, openDatabase, rowsOf } from '#db/client.ts'
import {
  type JobDefinition,
  sendJob,
  sendScheduled,
  startQueueOnDemand,
  stopQueue,
  workQueueUntil,
} from '#lib/queue/index.ts'
import { startWorkersOnDemand, tick } from '#lib/worker/index.ts'
import { type Sandbox, startSandbox } from '#sandbox/index.ts'
import { describeDatabases } from '../helpers/database.ts'
import { person } from '../helpers/people.ts'
import { confirm, connect, plan, registerMany } from './sync-fixture.ts'

describeDatabases('work from request to request', (database) => {
  let sandbox: Sandbox | undefined
  let connection: DatabaseConnection

  beforeEach(async () => {
    await database.truncate()
    const queues = sql`select 1 from pg_namespace where nspname = 'pgboss'`
    if (rowsOf(await database.db.execute(queues)).length > 0) await database.db.execute(sql`delete from pgboss.job`)
    const { driver } = database.connection
    // As in a function: one connection of ours, one of the queue.
    connection =
      driver.kind === 'postgres'
        ? await openDatabase({ url: driver.url, maxConnections: 1, pooled: true })
        : database.connection
  })
  afterEach(async () => {
    await stopQueue()
    if (connection !== database.connection) await connection.close()
    await sandbox?.close()
    sandbox = undefined
  })

  /** An embedded database has one connection, so its queue can't be opened within a transaction; no function uses one. */
  async function opened(): Promise<void> {
    if (connection.driver.kind === 'embedded') await workQueueUntil(connection, [], soon())
  }

  function recorder(options: Partial<JobDefinition<{ n: number }>> = {}) {
    const seen: number[] = []
    const definition: JobDefinition<{ n: number }> = {
      name: 'test-recorder',
      parse: (data) => z.object({ n: z.number() }).parse(data),
      handle: async ({ data }) => {
        seen.push(data.n)
      },
      ...options,
    }
    return { definition, seen }
  }

  const soon = () => Date.now() + 5000

  it('carries a run over several ticks, writes everything once, and holds two connections at most', async () => {
    sandbox = await startSandbox({ release: '1.14.0', patience: { pollMs: 20, hangMs: 2000 } })
    const written: string[] = []
    sandbox.dify.slowDown(({ method, path }) => {
      if (method === 'POST' && path.endsWith('/tool-provider/mcp')) written.push(path)
      return method === 'POST' ? 150 : 0
    })
    startWorkersOnDemand(connection)
    await opened()
    const ctx = await person(connection.db, 'admin')
    const serviceIds = await registerMany(ctx, sandbox, 6)
    const { platformId, namespace } = await connect(ctx, sandbox)
    const namespaceIds = ['Research', 'Support'].map(namespace)
    await confirm(ctx, await plan(ctx, { platformId, serviceIds, namespaceIds, unverified: true }))

    let ticks = 0
    let most = 0
    for (let cut = true; cut && ticks < 100; ticks += 1) {
      const ticking = tick(connection, Date.now() + 400)
      most = Math.max(most, await connections())
      cut = (await ticking).cut
    }
    expect(ticks).toBeGreaterThan(2)
    expect(written).toHaveLength(12)
    const [run] = rowsOf<{ status: string; open: number }>(
      await connection.db.execute(
        sql`select status, (select count(*)::int from run_items where verdict <> 'created') as open from runs`,
      ),
    )
    expect(run).toEqual({ status: 'done', open: 0 })
    expect(most).toBeLessThanOrEqual(2)
  }, 60_000)

  async function connections(): Promise<number> {
    if (database.connection.driver.kind === 'embedded') return 0
    const found = await database.db.execute(
      sql`select count(*)::int as count from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    )
    return rowsOf<{ count: number }>(found)[0]?.count ?? 0
  }

  it('opens the queue when the first job is sent, works until nothing waits, and leaves the rest at its deadline', async () => {
    const { definition, seen } = recorder()
    const slow = recorder({
      name: 'test-slow',
      handle: async ({ data, signal }) => {
        slow.seen.push(data.n)
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
        return 'again'
      },
    })
    const definitions = [definition, slow.definition] as JobDefinition[]
    startQueueOnDemand(connection, definitions)
    await opened()
    await connection.db.transaction(async (tx) => {
      await sendJob(tx, definition, { n: 1 })
      await sendJob(tx, definition, { n: 2 })
    })
    expect(await workQueueUntil(connection, definitions, soon())).toEqual({ worked: 2, failed: 0, cut: false })
    expect(seen.toSorted()).toEqual([1, 2])

    await sendJob(connection.db, slow.definition, { n: 7 })
    await sendJob(connection.db, slow.definition, { n: 8 })
    expect(await workQueueUntil(connection, definitions, Date.now() + 300)).toMatchObject({ worked: 1, cut: true })
    // Handed back, behind the one that waited.
    expect(await workQueueUntil(connection, definitions, Date.now() + 300)).toMatchObject({ worked: 1, cut: true })
    expect(slow.seen).toEqual([7, 8])
  })

  it('takes over what an instance held that fell silent, and tries again what failed', async () => {
    let attempts = 0
    const { definition } = recorder({
      name: 'test-silent',
      queue: { heartbeat: true },
      handle: async () => {
        attempts += 1
        if (attempts === 1) throw new Error('not yet')
      },
    })
    startQueueOnDemand(connection, [definition])
    await sendJob(connection.db, definition, { n: 1 })
    await connection.db.execute(
      sql`update pgboss.job set state = 'active', started_on = now() - interval '1 minute', heartbeat_on = now() - interval '1 minute'`,
    )
    expect(await workQueueUntil(connection, [definition], soon())).toEqual({ worked: 2, failed: 1, cut: false })
  })

  it('sends what its schedule says once, however many ask and however often it was missed', async () => {
    const scheduled = (name: string, cron: string): JobDefinition => ({
      ...{ name, schedule: { cron }, parse: () => ({}) },
      handle: async () => undefined,
    })
    const definitions = [scheduled('test-minutely', '* * * * *'), scheduled('test-yearly', '0 0 1 1 *')]
    startQueueOnDemand(connection, definitions)
    const asked = await Promise.all([1, 2, 3].map(() => sendScheduled(connection.db, definitions)))
    expect(asked.flat()).toEqual(['test-minutely'])
    await connection.db.execute(
      sql`update settings set value = to_jsonb((now() - interval '3 years')::text) where key = 'queue.scheduledUntil'`,
    )
    expect(await sendScheduled(connection.db, definitions)).toEqual(['test-minutely', 'test-yearly'])
    // The one that waited already is not joined by another.
    expect(await workQueueUntil(connection, definitions, soon())).toMatchObject({ worked: 2, failed: 0 })
  })
})
