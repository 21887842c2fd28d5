import { setTimeout as sleep } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { auditEvents, lanes } from '#db/schema/index.ts'
import type { Context } from '#lib/core/index.ts'
import { cancelRun, getRun, pauseRun, resumeRun, retryFailed } from '#lib/sync/index.ts'
import type { Sandbox } from '#sandbox/index.ts'
import { describeDatabases } from '../helpers/database.ts'
import { person } from '../helpers/people.ts'
import { confirm, connect, ended, plan, quickSandbox, registerMany, workersDuring } from './sync-fixture.ts'

const ITEMS = 12

describeDatabases('a paused run', (database) => {
  let sandbox: Sandbox
  let ctx: Context
  let runId: string

  workersDuring(database)
  beforeEach(async () => {
    await database.truncate()
    sandbox = await quickSandbox()
    ctx = await person(database.db, 'operator')
    const admin = await person(database.db, 'admin')
    const serviceIds = await registerMany(ctx, sandbox, ITEMS / 2)
    const { platformId, namespace } = await connect(admin, sandbox)
    const namespaceIds = [namespace('Research'), namespace('Support')]
    const draft = await plan(ctx, { platformId, serviceIds, namespaceIds, unverified: true })
    sandbox.dify.slowDown(({ method }) => (method === 'POST' ? 400 : 0))
    runId = await confirm(ctx, draft)
  })
  afterEach(() => sandbox.close().catch(() => {}))

  const counts = async () => (await getRun(ctx, { runId })).counts
  const providers = () => sandbox.dify.providers('Research').length + sandbox.dify.providers('Support').length
  const pausedInTheMiddle = async () => {
    await expect.poll(async () => (await counts()).created, { timeout: 20_000, interval: 20 }).toBeGreaterThan(0)
    expect(await pauseRun(ctx, { runId })).toMatchObject({ paused: true, status: 'running' })
    // What is in flight is finished.
    await expect.poll(async () => (await counts()).running, { timeout: 10_000, interval: 50 }).toBe(0)
    const laneStates = () => database.db.select({ status: lanes.status }).from(lanes).where(eq(lanes.runId, runId))
    await expect
      .poll(async () => (await laneStates()).some(({ status }) => status === 'running'), { timeout: 10_000 })
      .toBe(false)
  }

  it('begins nothing new until it is resumed, and then does each item once', async () => {
    await pausedInTheMiddle()
    const { created, waiting } = await counts()
    expect(waiting).toBeGreaterThan(0)
    expect(providers()).toBe(created)
    await sleep(1500)
    expect(await counts()).toMatchObject({ created, waiting })
    // Pausing what is paused changes nothing.
    const { revision } = await getRun(ctx, { runId })
    expect(await pauseRun(ctx, { runId })).toMatchObject({ paused: true, revision })

    expect(await resumeRun(ctx, { runId })).toMatchObject({ paused: false })
    const { run, items } = await ended(ctx, runId)
    expect(run).toMatchObject({ status: 'done', paused: false })
    expect(items.map(({ verdict, attempt }) => `${verdict} ${attempt}`)).toEqual(Array(ITEMS).fill('created 0'))
    expect(providers()).toBe(ITEMS)
    const written = await database.db.select().from(auditEvents).where(eq(auditEvents.targetId, runId))
    expect(written.map(({ action }) => action).sort()).toEqual(['run.confirm', 'run.pause', 'run.resume'])
  }, 60_000)

  it('is resumed as soon as it was paused: nothing is left lying', async () => {
    await expect.poll(async () => (await counts()).running, { timeout: 20_000, interval: 20 }).toBeGreaterThan(0)
    for (let turn = 0; turn < 3; turn++) {
      await pauseRun(ctx, { runId })
      await sleep(turn * 200)
      await resumeRun(ctx, { runId })
    }
    const { items } = await ended(ctx, runId)
    expect(items.map(({ verdict }) => verdict)).toEqual(Array(ITEMS).fill('created'))
    expect(providers()).toBe(ITEMS)
  }, 60_000)

  it('can be cancelled, and tried again afterwards', async () => {
    await pausedInTheMiddle()
    await cancelRun(ctx, { runId })
    const { run, items } = await ended(ctx, runId)
    expect(run).toMatchObject({ status: 'cancelled', paused: false })
    expect(new Set(items.map(({ verdict }) => verdict))).toEqual(new Set(['created', 'cancelled']))
    await retryFailed(ctx, { runId })
    expect((await ended(ctx, runId)).items.map(({ verdict }) => verdict)).toEqual(Array(ITEMS).fill('created'))
  }, 60_000)

  it('is cancelled while it still pauses: what is of unknown outcome in the end is looked up all the same', async () => {
    await ended(ctx, runId)
    await database.truncate()
    await sandbox.close()
    sandbox = await quickSandbox()
    ctx = await person(database.db, 'operator')
    const serviceIds = await registerMany(ctx, sandbox, 6)
    const { platformId, namespace } = await connect(await person(database.db, 'admin'), sandbox)
    const draft = await plan(ctx, { platformId, serviceIds, namespaceIds: [namespace('Research')], unverified: true })
    // Two go at a time: the second is under way for long after the first, and its answer is lost.
    sandbox.dify.fail({ kind: 'reset after', method: 'POST', path: /tool-provider\/mcp$/, skip: 1 })
    let creations = 0
    sandbox.dify.slowDown(({ method, path }) => {
      if (method !== 'POST' || !/tool-provider\/mcp$/.test(path)) return 0
      creations += 1
      return creations === 1 ? 500 : 3000
    })
    runId = await confirm(ctx, draft)
    await expect.poll(async () => (await counts()).running, { timeout: 20_000, interval: 20 }).toBe(2)
    await pauseRun(ctx, { runId })
    await expect.poll(async () => (await counts()).created, { timeout: 10_000, interval: 20 }).toBe(1)
    // The third has been refused by the pause by now.
    await sleep(300)
    expect((await cancelRun(ctx, { runId })).counts).toMatchObject({ running: 1, created: 1, cancelled: 4 })
    const { items } = await ended(ctx, runId)
    expect(items.map(({ verdict }) => verdict).toSorted()).toEqual([
      ...Array(4).fill('cancelled'),
      'created',
      'created',
    ])
    expect(sandbox.dify.providers('Research')).toHaveLength(2)
  }, 60_000)

  it('is paused by those alone who may synchronise', async () => {
    const viewer = await person(database.db, 'viewer')
    await expect(pauseRun(viewer, { runId })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(resumeRun(viewer, { runId })).rejects.toMatchObject({ code: 'forbidden' })
    await ended(ctx, runId)
  }, 60_000)
})
