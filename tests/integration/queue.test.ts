import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterEach, expect, it } from 'vitest'
import { z } from 'zod'
import { type JobDefinition, sendJob, startQueue, stopQueue, withLease } from '#lib/queue/index.ts'
import { describeDatabases } from '../helpers/database.ts'

describeDatabases('queue', (database) => {
  afterEach(() => stopQueue())

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

  it('works a job that was sent within a transaction, and none of one that was rolled back', async () => {
    const { definition, seen } = recorder()
    await startQueue(database.connection, [definition], { work: true })
    await database.db.transaction((tx) => sendJob(tx, definition, { n: 1 }))
    await database.db
      .transaction(async (tx) => {
        await sendJob(tx, definition, { n: 2 })
        throw new Error('changed my mind')
      })
      .catch(() => {})
    await sendJob(database.db, definition, { n: 3 })
    await expect.poll(() => seen.toSorted(), { timeout: 8000 }).toEqual([1, 3])
  })

  it('hands a job that returns early back, and the next process does it', async () => {
    const started: number[] = []
    const early = recorder({
      handle: async ({ data, signal }) => {
        started.push(data.n)
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
        return 'again'
      },
    })
    await startQueue(database.connection, [early.definition], { work: true })
    await sendJob(database.db, early.definition, { n: 7 })
    await expect.poll(() => started, { timeout: 8000 }).toEqual([7])
    await stopQueue()
    const next = recorder()
    await startQueue(database.connection, [next.definition], { work: true })
    await expect.poll(() => next.seen, { timeout: 8000 }).toEqual([7])
  })

  it('takes the next job as soon as one is done, not at the next look into the queue', async () => {
    const { definition, seen } = recorder()
    await startQueue(database.connection, [definition], { work: true })
    for (let n = 0; n < 20; n += 1) await sendJob(database.db, definition, { n })
    // One a look would take 20 s.
    await expect.poll(() => seen.length, { timeout: 8000 }).toBe(20)
  })

  it('tries a failed job again', async () => {
    let attempts = 0
    const failing = recorder({
      handle: async () => {
        attempts += 1
        if (attempts < 3) throw new Error('not yet')
      },
    })
    await startQueue(database.connection, [failing.definition], { work: true })
    await sendJob(database.db, failing.definition, { n: 1 })
    await expect.poll(() => attempts, { timeout: 10_000 }).toBe(3)
  })

  it('starts again after a process died with scheduled and other jobs in hand', async () => {
    const scheduled: JobDefinition = {
      name: 'test-scheduled',
      schedule: { cron: '0 0 1 1 *' },
      parse: () => ({}),
      handle: async () => undefined,
    }
    const { definition, seen } = recorder({ queue: { heartbeat: true } })
    await startQueue(database.connection, [scheduled, definition], { work: false })
    await sendJob(database.db, scheduled, {})
    await sendJob(database.db, definition, { n: 5 })
    // What a dead process leaves behind: both in hand, and the schedule has sent the next one.
    await database.db.execute(
      sql`update pgboss.job set state = 'active', heartbeat_on = now() - interval '1 minute', started_on = now() - interval '1 minute' where state = 'created'`,
    )
    await sendJob(database.db, scheduled, {})
    await stopQueue()
    await startQueue(database.connection, [scheduled, definition], { work: true })
    await expect.poll(() => seen, { timeout: 15_000 }).toEqual([5])
  }, 30_000)

  it('refuses to send before it is started', async () => {
    const { definition } = recorder()
    await expect(sendJob(database.db, definition, { n: 1 })).rejects.toThrow('not started')
  })

  it('lets one holder of a lease work at a time', async () => {
    let inside = 0
    let most = 0
    const work = async () => {
      inside += 1
      most = Math.max(most, inside)
      await sleep(50)
      inside -= 1
    }
    const options = { waitMs: 10_000 }
    await Promise.all([1, 2, 3].map(() => withLease(database.db, 'one', options, work)))
    expect(most).toBe(1)
    await withLease(database.db, 'one', options, async () => {
      await expect(withLease(database.db, 'one', { waitMs: 0 }, work)).rejects.toMatchObject({ code: 'lease_busy' })
      await withLease(database.db, 'another', { waitMs: 0 }, work)
    })
  })
})
