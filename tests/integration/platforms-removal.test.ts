import { afterAll, beforeAll, expect, it } from 'vitest'
import { auditEvents, bindings, namespaces, platforms, services } from '#db/schema/index.ts'
import {
  connectPlatform,
  listNamespaces,
  listPlatforms,
  platformRemovalImpact,
  removePlatform,
} from '#lib/platforms/index.ts'
import { type McpServers, startMcpServers } from '#sandbox/index.ts'
import { describeDatabases } from '#tests/helpers/database.ts'
import { connectionTo, desired, inWorkspace, workspaceId } from './dify-fixture.ts'
import { byKey, context, useDify, useQueue } from './platforms-fixture.ts'

let mcp: McpServers
beforeAll(async () => {
  mcp = await startMcpServers()
})
afterAll(() => mcp.close())

describeDatabases('what is bound on a platform', (database) => {
  const own = useDify()
  useQueue(database)
  const inDify = (workspace: string, identifier: string) =>
    inWorkspace(connectionTo(own.dify, 'adminKey'), workspaceId(own.dify, workspace), (handle) =>
      handle.create(desired(identifier, mcp.services.weather.url)),
    )

  const bind = async (platformId: string, workspace: string, identifier: string, state: 'in_sync' | 'failed') => {
    const [service] = await database.db
      .insert(services)
      .values({ identifier, name: identifier, iconEmoji: '🌦', iconColor: '#dbeafe', url: mcp.services.weather.url })
      .returning()
    const { rows } = await listNamespaces(context(database), { platformId, q: workspace })
    await database.db.insert(bindings).values({
      ...{
        serviceId: service?.id ?? '',
        namespaceId: rows[0]?.id ?? '',
        tokenMode: 'none',
        origin: 'created',
        state,
      },
    })
  }

  it('is counted by state, in the list and by namespace', async () => {
    const { id } = await connectPlatform(context(database), byKey(own.dify))
    await bind(id, 'Support', 'one', 'in_sync')
    await bind(id, 'support', 'two', 'failed')
    expect(await listPlatforms(context(database, 'viewer'))).toMatchObject([
      { name: 'Production', namespaceCount: 4, bindings: { all: 2, inSync: 1, failed: 1, unknown: 0 } },
    ])
    const { rows } = await listNamespaces(context(database), {
      platformId: id,
      sort: 'services',
      direction: 'desc',
      pageSize: 1,
    })
    expect(rows).toMatchObject([{ name: 'Support', boundServices: 2, boundAmiss: 1, boundFailed: 1 }])
  })

  it('needs a look where it is not in sync, and where its namespace has vanished', async () => {
    const { id } = await connectPlatform(context(database), byKey(own.dify))
    await bind(id, 'Support', 'one', 'in_sync')
    await bind(id, 'Ops', 'two', 'failed')
    const amiss = async () => (await listNamespaces(context(database), { show: 'amiss' })).rows.map(({ name }) => name)
    expect(await amiss()).toEqual(['Ops'])

    await database.db.update(namespaces).set({ vanishedAt: new Date() })
    expect(await amiss()).toEqual(['Ops', 'Support'])
    const [platform] = await listPlatforms(context(database))
    expect(platform?.bindings).toEqual({ all: 2, inSync: 0, failed: 0, unknown: 0, vanished: 2 })
  })

  it('stays on the platform when that is removed here, and the reader is told', async () => {
    const { id } = await connectPlatform(context(database), byKey(own.dify))
    await inDify('Support', 'one')
    await bind(id, 'Support', 'one', 'in_sync')
    expect(await platformRemovalImpact(context(database), { id })).toEqual({
      ...{ id, name: 'Production', namespaces: 4, staying: 1, activeRuns: [] },
      stayingShown: [{ serviceName: 'one', namespaceName: 'Support' }],
    })
    own.dify.clearLog()
    expect(await removePlatform(context(database), { id, confirm: true })).toMatchObject({ staying: 1 })
    expect(own.dify.log).toEqual([])
    expect(own.dify.providers('Support')).toHaveLength(1)
    for (const table of [platforms, namespaces, bindings]) expect(await database.db.$count(table)).toBe(0)
    const events = await database.db.select().from(auditEvents).orderBy(auditEvents.id)
    expect(events.at(-1)).toMatchObject({ action: 'platform.remove', changes: { toolsLeftThere: { to: 1 } } })
    await expect(removePlatform(context(database), { id, confirm: true })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
