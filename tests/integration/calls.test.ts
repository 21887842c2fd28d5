import { randomUUID } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { lt, sql } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { gatewayCallDays, gatewayCalls, gatewayTokens, namespaces, platforms, services } from '#db/schema/index.ts'
import { callFigures, exportCalls, recentCalls } from '#lib/calls/index.ts'
import { forgetDays, rollUpDays } from '#lib/calls/roll-up-days.ts'
import type { Context } from '#lib/core/index.ts'
import { describeDatabases } from '../helpers/database.ts'
import { person } from '../helpers/people.ts'

const NOW = new Date('2026-11-24T10:10:00Z')
const MINUTE = 60_000

describeDatabases('calls', (database) => {
  let ctx: Context
  let serviceId: string
  let tokenId: string
  let namespaceId: string

  beforeEach(async () => {
    await database.truncate()
    ctx = await person(database.db, 'viewer')
    const [service] = await database.db
      .insert(services)
      .values({ identifier: 'weather', name: 'Weather', iconEmoji: '🌦', iconColor: '#dbeafe', url: 'http://x/mcp' })
      .returning()
    const [platform] = await database.db
      .insert(platforms)
      .values({
        kind: 'dify',
        name: 'Test Dify',
        baseUrl: 'http://d',
        authKind: 'adminKey',
        secret: 's',
        secretSetBy: 'a',
      })
      .returning()
    const [namespace] = await database.db
      .insert(namespaces)
      .values({ platformId: platform?.id ?? '', remoteId: 'r', name: 'Research' })
      .returning()
    serviceId = service?.id ?? ''
    namespaceId = namespace?.id ?? ''
    const [token] = await database.db
      .insert(gatewayTokens)
      .values({
        hash: 'h',
        prefix: 'mcpf_Ab12Cd',
        name: 'Weather → Research',
        serviceId,
        namespaceId,
        purpose: 'binding',
        createdBy: 'a',
      })
      .returning()
    tokenId = token?.id ?? ''
  })

  type Line = typeof gatewayCalls.$inferInsert
  const line = (minutesAgo: number, change: Partial<Line> = {}): Line => ({
    ...{ at: new Date(NOW.getTime() - minutesAgo * MINUTE), tokenId, serviceId, namespaceId, method: 'tools/call' },
    ...{
      tool: 'forecast',
      callerEra: 'legacy',
      serviceEra: 'modern',
      verdict: 'ok',
      ms: 10,
      bytesIn: 100,
      bytesOut: 900,
    },
    ...change,
  })
  const write = (...lines: Line[]) => database.db.insert(gatewayCalls).values(lines)

  it('are counted by time, tool and namespace, with errors apart and percentiles of what was answered', async () => {
    await write(
      ...[10, 20, 30, 40].map((ms) => line(5, { ms })),
      line(5, { verdict: 'tool_error', ms: 50 }),
      line(5, { verdict: 'refused', code: 'tool_not_allowed', ms: 0, tool: 'secret' }),
      line(70, { verdict: 'failed', code: 'upstream_unreachable', ms: 9000 }),
      line(70, { namespaceId: null, tokenId: randomUUID(), ms: 60, tool: 'current' }),
      line(5, { method: 'tools/list', tool: null, ms: 5000 }),
      line(25 * 60),
      line(5, { serviceId: randomUUID() }),
    )
    const day = await callFigures(ctx, { of: { serviceId }, span: '24h' }, NOW)
    expect(day.total).toEqual({ calls: 8, errors: 2, toolErrors: 1, p50: 35, p95: 58 })
    expect(day.otherRequests).toBe(1)
    expect(day.bars).toHaveLength(48)
    expect(day.bars.at(-1)).toEqual({
      from: new Date('2026-11-24T10:00:00Z'),
      ...{ calls: 6, errors: 1, toolErrors: 1, p50: 30, p95: 48 },
    })
    expect(day.bars.at(-3)).toMatchObject({ from: new Date('2026-11-24T09:00:00Z'), calls: 2, errors: 1, p50: 60 })
    expect(day.bars.at(-2)).toMatchObject({ calls: 0, p50: null })
    expect(day.byTool.map(({ tool, calls, errors }) => [tool, calls, errors])).toEqual([
      ['forecast', 6, 1],
      ['current', 1, 0],
      ['secret', 1, 1],
    ])
    expect(day.byNamespace.map(({ name, calls }) => [name, calls])).toEqual([
      ['Research', 7],
      [null, 1],
    ])
    const month = await callFigures(ctx, { of: { tokenId }, span: '30d' }, NOW)
    expect(month.total.calls).toBe(9)
    expect(month.bars).toHaveLength(30)
    expect(month.bars.slice(-2).map(({ calls }) => calls)).toEqual([1, 8])
  })

  it('of whole days are counted once, and the same as line by line', async () => {
    await write(
      ...Array.from({ length: 60 }, (_, index) => line(index * 700, { ms: index * index, tool: `t${index % 3}` })),
      line(3000, { verdict: 'failed', code: 'upstream_unreachable', ms: 9000 }),
      line(3000, { verdict: 'tool_error', namespaceId: null }),
      line(3000, { method: 'tools/list', tool: null }),
      line(40 * 24 * 60, { tool: 'long ago' }),
    )
    const figures = async () => [
      await callFigures(ctx, { of: { serviceId }, span: '30d' }, NOW),
      await callFigures(ctx, { of: { tokenId }, span: '30d' }, NOW),
    ]
    const counted = async () => (await database.db.select().from(gatewayCallDays)).length
    const before = await figures()
    expect(before[0]?.total.calls).toBe(62)
    expect(before[0]?.byTool).toHaveLength(4)
    const justAfterMidnight = new Date('2026-11-24T00:30:00Z')
    await rollUpDays(database.db, justAfterMidnight)
    const days = await counted()
    await rollUpDays(database.db, justAfterMidnight)
    expect(await counted()).toBe(days)
    await rollUpDays(database.db, NOW)
    expect(await counted()).toBeGreaterThan(days)
    expect(await figures()).toEqual(before)

    await write(line(0, { ms: 1 }))
    expect((await figures())[0]?.total.calls).toBe(63)
    await database.db.delete(gatewayCalls).where(lt(gatewayCalls.at, new Date('2026-11-24T00:00:00Z')))
    expect((await figures())[0]?.total.calls).toBe(63)

    await forgetDays(database.db, new Date(NOW.getTime() - 7 * 24 * 60 * MINUTE))
    const kept = (await figures())[0]
    expect(kept?.bars.findIndex(({ calls }) => calls > 0)).toBe(22)
    expect(kept?.otherRequests).toBe(1)
  })

  it('are nothing where nothing was called', async () => {
    const { total, byTool, byNamespace, bars } = await callFigures(ctx, { of: { serviceId }, span: '24h' })
    expect([total.calls, byTool.length, byNamespace.length, bars.length]).toEqual([0, 0, 0, 48])
  })

  it('are listed newest first, with names as far as they are known', async () => {
    await write(
      line(9),
      line(3, { tool: 'current', tokenId: randomUUID(), namespaceId: null }),
      line(1, { method: 'ping' }),
    )
    const { rows } = await recentCalls(ctx, { of: { serviceId } })
    expect(rows.map(({ tool, tokenPrefix, namespace, platform }) => [tool, tokenPrefix, namespace, platform])).toEqual([
      ['current', null, null, null],
      ['forecast', 'mcpf_Ab12Cd', 'Research', 'Test Dify'],
    ])
  })

  it('are narrowed by how they ended and by tool, and cut into pages', async () => {
    await write(
      ...[1, 2, 3].map((minutes) => line(minutes)),
      line(4, { verdict: 'refused', code: 'too_many_calls' }),
      line(5, { verdict: 'failed', code: 'upstream_unreachable', tool: 'current' }),
      line(6, { verdict: 'tool_error' }),
      line(7, { verdict: 'cancelled' }),
    )
    const of = { tokenId }
    const verdicts = async (input: Partial<Parameters<typeof recentCalls>[1]>) => {
      const { rows, older } = await recentCalls(ctx, { of, ...input })
      return [rows.map(({ verdict }) => verdict).join(' '), older]
    }
    expect(await verdicts({ ended: 'errors' })).toEqual(['refused failed', false])
    expect(await verdicts({ ended: 'errors', tool: 'current' })).toEqual(['failed', false])
    expect(await verdicts({ ended: 'tool_errors' })).toEqual(['tool_error', false])
    expect(await verdicts({ pageSize: 4 })).toEqual(['ok ok ok refused', true])
    expect(await verdicts({ pageSize: 4, page: 2 })).toEqual(['failed tool_error cancelled', false])
    expect(await verdicts({ pageSize: 4, page: 3 })).toEqual(['', false])
  })

  it('leave as CSV, more than fit into one batch, what a spreadsheet would run escaped', async () => {
    await write(line(9, { tool: '=HYPERLINK("x")' }))
    await database.db.execute(sql`
      insert into gateway_calls (at, token_id, service_id, method, caller_era, service_era, verdict, ms, bytes_in, bytes_out)
      select now(), ${tokenId}::uuid, ${serviceId}::uuid, 'tools/list', 'legacy', 'legacy', 'ok', 1, 1, 1 from generate_series(1, 4500)`)
    const csv = await text(exportCalls(ctx, {}))
    const lines = csv.trim().split('\n')
    expect(lines).toHaveLength(4502)
    expect(lines[0]).toMatch(/^time,service,platform,namespace,token,/)
    expect(lines.at(-1)).toMatch(/Weather,Test Dify,Research,mcpf_Ab12Cd,Weather → Research,tools\/call,"'=HYPERLINK/)
  }, 30_000)
})
