import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '#db/client.ts'
import { processMetrics } from '#lib/core/index.ts'
import { createAccessLog } from '#lib/gateway/access-log.ts'
import { metricsAnswer, readyAnswer, startMonitoring } from '#lib/monitoring/index.ts'
import { platformJobs } from '#lib/platforms/index.ts'
import { startQueue, stopQueue } from '#lib/queue/index.ts'
import { createService, serviceJobs } from '#lib/services/index.ts'
import { syncJobs } from '#lib/sync/index.ts'
import { describeDatabases } from '../helpers/database.ts'
import '../helpers/environment.ts'
import { freePort } from '../helpers/free-port.ts'
import { person } from '../helpers/people.ts'
import { connect, quickSandbox } from './sync-fixture.ts'

const TOKEN = 'a-token-for-monitors'

/** The value of one line, by everything before it. */
function figureIn(text: string, line: string): number | undefined {
  const found = text.split('\n').find((one) => one.startsWith(`${line} `))
  return found === undefined ? undefined : Number(found.slice(line.length + 1))
}

describeDatabases('metrics and health', (database) => {
  beforeAll(() => startQueue(database.connection, [...platformJobs, ...serviceJobs, ...syncJobs], { work: false }))
  afterAll(() => stopQueue())
  beforeEach(() => database.truncate())
  const open = () => Promise.resolve(database.connection)
  const scrape = (authorization?: string) => metricsAnswer(open, { authorization, token: TOKEN })

  it('are closed without a token, and to who does not present it', async () => {
    expect(await metricsAnswer(open, { authorization: `Bearer ${TOKEN}`, token: undefined })).toMatchObject({
      status: 404,
    })
    for (const wrong of [undefined, 'Bearer wrong', `Basic ${TOKEN}`, 'Bearer'])
      expect(await scrape(wrong)).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' } })
  })

  it('tell what lies in the database, what waits in the queue, and what this process has counted', async () => {
    const admin = await person(database.db, 'admin')
    const sandbox = await quickSandbox()
    try {
      await connect(admin, sandbox)
    } finally {
      await sandbox.close()
    }
    const { url } = sandbox.mcp.services.weather
    const look = { name: 'Weather', identifier: 'weather', iconEmoji: '🌦', iconColor: '#dbeafe', description: '', url }
    const rest = { transport: 'auto', timeoutSeconds: 10, sseReadTimeoutSeconds: 20 } as const
    await createService(admin, { ...look, ...rest, credential: { kind: 'none' } })
    const log = createAccessLog(database.db)
    const line = { at: Date.now(), tokenId: admin.id, serviceId: admin.id, namespaceId: null, method: 'x', tool: null }
    const ended = { callerEra: 'legacy', serviceEra: 'legacy', code: null, bytesIn: 0, bytesOut: 0, ms: 1 } as const
    const before = processMetrics().calls.refused.legacy
    log.add({ ...line, ...ended, verdict: 'refused' })
    log.add({ ...line, ...ended, verdict: 'refused' })

    const { status, headers, body } = await scrape(`Bearer ${TOKEN}`)
    expect(status).toBe(200)
    expect(headers['content-type']).toContain('text/plain; version=0.0.4')
    expect({
      up: figureIn(body, 'mcp_ferry_database_up'),
      unchecked: figureIn(body, 'mcp_ferry_services{status="unchecked"}'),
      normal: figureIn(body, 'mcp_ferry_services{status="normal"}'),
      reachable: figureIn(body, 'mcp_ferry_platforms{status="reachable"}'),
      drifted: figureIn(body, 'mcp_ferry_bindings{state="failed"}'),
      running: figureIn(body, 'mcp_ferry_runs{status="running"}'),
      refused: (figureIn(body, 'mcp_ferry_gateway_calls_total{verdict="refused",era="legacy"}') ?? 0) - before,
      waiting: figureIn(body, 'mcp_ferry_access_log_waiting'),
      dropped: figureIn(body, 'mcp_ferry_access_log_dropped_total'),
    }).toEqual({
      up: 1,
      unchecked: 1,
      normal: 0,
      reachable: 1,
      drifted: 0,
      running: 0,
      refused: 2,
      waiting: 2,
      dropped: 0,
    })
    expect(figureIn(body, 'mcp_ferry_queue_jobs{queue="service-check",state="waiting"}')).toBeGreaterThan(0)
    expect(figureIn(body, 'mcp_ferry_platform_request_seconds_count{method="GET",status="2xx"}')).toBeGreaterThan(0)
    expect(body).toContain('process_resident_memory_bytes')
    // A second look within seconds costs the database nothing.
    await createService(admin, { ...look, ...rest, identifier: 'other', credential: { kind: 'none' } })
    expect(figureIn((await scrape(`Bearer ${TOKEN}`)).body, 'mcp_ferry_services{status="unchecked"}')).toBe(1)
  }, 30_000)

  it('has a port of its own, and says when the database is away', async () => {
    const own = await startMonitoring(
      { METRICS_PORT: await freePort(), METRICS_HOST: '127.0.0.1', METRICS_TOKEN: undefined },
      database.connection,
    )
    const ask = (path: string) => fetch(`http://127.0.0.1:${own?.port}${path}`)
    try {
      expect((await ask('/health/live')).status).toBe(200)
      expect(await (await ask('/health/ready')).json()).toEqual({ status: 'ok' })
      expect(await (await ask('/metrics')).text()).toContain('mcp_ferry_database_up 1')
      expect((await ask('/other')).status).toBe(404)
    } finally {
      own?.close()
    }
  })
})

describe('readiness', () => {
  it('wants the migrations of this release, and a database that answers', async () => {
    const connection = await openDatabase({ dataDir: ':memory:' })
    const ready = () => readyAnswer(() => Promise.resolve(connection))
    const bare = await ready()
    expect(bare.status).toBe(503)
    expect(JSON.parse(bare.body)).toMatchObject({ code: 'not_migrated', status: expect.stringContaining('lacks') })
    await connection.close()
    expect(await ready()).toMatchObject({ status: 503 })
    const nowhere = await openDatabase({ url: 'postgres://nobody:secret-word@127.0.0.1:9/nothing' })
    const away = await readyAnswer(() => Promise.resolve(nowhere))
    expect(away.status).toBe(503)
    expect(away.body).not.toContain('secret-word')
    await nowhere.close()
  }, 30_000)
})
