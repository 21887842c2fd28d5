import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { namespaces, platforms } from '#db/schema/index.ts'
import {
  connectorFor,
  connectPlatform,
  getPlatform,
  listNamespaces,
  platformConnection,
  refreshNamespaces,
} from '#lib/platforms/index.ts'
import { withLease } from '#lib/queue/index.ts'
import { type McpServers, startMcpServers } from '#sandbox/index.ts'
import { describeDatabases } from '#tests/helpers/database.ts'
import { connectionTo, desired, inWorkspace, workspaceId } from './dify-fixture.ts'
import { byAccount, byKey, context, runJob, useDify, useQueue } from './platforms-fixture.ts'

let mcp: McpServers
beforeAll(async () => {
  mcp = await startMcpServers()
})
afterAll(() => mcp.close())

describeDatabases('refreshing namespaces', (database) => {
  const own = useDify()
  useQueue(database)
  const inDify = (workspace: string, identifier: string) =>
    inWorkspace(connectionTo(own.dify, 'adminKey'), workspaceId(own.dify, workspace), (handle) =>
      handle.create(desired(identifier, mcp.services.weather.url)),
    )

  it('counts what is in each namespace, with one list each and no write', async () => {
    const { id } = await connectPlatform(context(database), byKey(own.dify))
    await inDify('Support', 'one')
    own.dify.clearLog()
    expect(await refreshNamespaces(context(database, 'operator'), { id })).toEqual({
      ...{ total: 4, added: 0, vanished: 0, counted: 3, left: 0 },
    })
    const { rows } = await listNamespaces(context(database, 'viewer'), { platformId: id })
    expect(rows.map(({ name, providerCount }) => [name, providerCount])).toEqual([
      ['Foreign', null],
      ['Ops', 0],
      ['Research', 0],
      ['Support', 1],
    ])
    expect(rows[0]).toMatchObject({ available: false, unavailableReason: expect.stringContaining('no owner') })
    expect(own.dify.log.filter(({ path }) => path.endsWith('/tool-providers'))).toHaveLength(3)
    expect(own.dify.writes()).toEqual([])
    await expect(refreshNamespaces(context(database, 'viewer'), { id })).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('gives an account back its workspace, and gives way to whoever works with it', async () => {
    const { id } = await connectPlatform(context(database), byAccount(own.dify))
    await refreshNamespaces(context(database), { id })
    expect(own.dify.currentWorkspace('admin@example.com')).toBe('Research')
    const { connection } = await platformConnection(database, id)
    const key = connectorFor('dify').groupKey(connection, workspaceId(own.dify, 'Ops'))
    own.dify.clearLog()
    await withLease(database.db, key, { waitMs: 0 }, async () => {
      expect(await refreshNamespaces(context(database), { id })).toMatchObject({ total: 3, counted: 0, left: 3 })
    })
    expect(own.dify.log.filter(({ path }) => path.endsWith('/workspaces/switch'))).toEqual([])
  })

  it('keeps and marks what vanished, and takes it back', async () => {
    const { id } = await connectPlatform(context(database), byKey(own.dify))
    await database.db.insert(namespaces).values({ platformId: id, remoteId: randomUUID(), name: 'Old' })
    expect(await refreshNamespaces(context(database), { id })).toMatchObject({ total: 4, vanished: 1 })
    const shown = async (show: 'vanished' | 'available' | 'unavailable' | 'all') =>
      (await listNamespaces(context(database), { platformId: id, show })).rows.map(({ name }) => name)
    expect(await shown('vanished')).toEqual(['Old'])
    expect(await shown('unavailable')).toEqual(['Foreign'])
    expect(await shown('available')).toEqual(['Ops', 'Research', 'Support'])
    await database.db.update(namespaces).set({ vanishedAt: new Date() }).where(eq(namespaces.name, 'Ops'))
    await refreshNamespaces(context(database), { id })
    expect(await shown('available')).toEqual(['Ops', 'Research', 'Support'])
  })

  it('keeps its failure as the status', async () => {
    const { id } = await connectPlatform(context(database), byKey(own.dify))
    await own.dify.close()
    await expect(refreshNamespaces(context(database), { id })).rejects.toMatchObject({ code: 'connection_refused' })
    expect(await getPlatform(context(database), { id })).toMatchObject({
      status: 'unreachable',
      statusCode: 'connection_refused',
    })
  })

  it('happens by schedule when it is due, and only then', async () => {
    const { id } = await connectPlatform(context(database), byKey(own.dify))
    own.dify.clearLog()
    await runJob(database, 'platform-refresh')
    expect(own.dify.log).toEqual([])
    await database.db.update(platforms).set({ testedAt: sql`now() - interval '61 minutes'` })
    await runJob(database, 'platform-refresh')
    const { rows } = await listNamespaces(context(database), { platformId: id, show: 'available' })
    expect(rows.map(({ providerCount }) => providerCount)).toEqual([0, 0, 0])
    // What costs much to count is not counted again within its share: 100 providers take 7.5 s, so not before 750 s.
    await database.db.update(platforms).set({ testedAt: sql`now() - interval '61 minutes'` })
    await database.db
      .update(namespaces)
      .set({ providerCount: 100, countedAt: new Date() })
      .where(eq(namespaces.name, 'Ops'))
    own.dify.clearLog()
    await runJob(database, 'platform-refresh')
    expect(
      own.dify.log
        .filter(({ path }) => path.endsWith('/tool-providers'))
        .map(({ workspace }) => workspace)
        .sort(),
    ).toEqual([...['Research', 'Support']])
  })

  it('does not lock an account by trying a wrong password again and again', async () => {
    const { id } = await connectPlatform(context(database), {
      ...byAccount(own.dify, 'canary-wrong'),
      evenIfUnreachable: true,
    })
    await database.db
      .update(platforms)
      .set({ testedAt: sql`now() - interval '2 hours'`, secretSetAt: sql`now() - interval '3 hours'` })
    own.dify.clearLog()
    for (let tick = 0; tick < 10; tick++) await runJob(database, 'platform-refresh')
    expect(own.dify.log).toEqual([])
    expect(await getPlatform(context(database), { id })).toMatchObject({ statusCode: 'wrong_password' })
  })

  it('counts in a job what a reader need not wait for, and bears a platform that is gone', async () => {
    const { id } = await connectPlatform(context(database), byKey(own.dify))
    await runJob(database, 'platform-count', { platformId: id })
    expect((await getPlatform(context(database), { id })).providerCount).toBe(0)
    const { rows } = await listNamespaces(context(database), { platformId: id, show: 'available' })
    expect(rows.every(({ countedAt }) => countedAt !== null)).toBe(true)
    await runJob(database, 'platform-count', { platformId: randomUUID() })
  })
})
