import { createHash, timingSafeEqual } from 'node:crypto'
import type { DatabaseConnection } from '#db/client.ts'
import { METRICS_TYPE, metricsText } from './metrics-text.ts'
import { readiness } from './readiness.ts'

/** An answer as both kinds of server can send it. */
export interface MonitoringAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

type Open = () => Promise<DatabaseConnection>

/** `live`: this process answers, whatever else is wrong. Restart it when it does not. */
export function liveAnswer(): MonitoringAnswer {
  return json(200, { status: 'live' })
}

/** `ready`: 200, or 503 with the reason. Send it no requests meanwhile, and don't restart it for that. */
export async function readyAnswer(open: Open): Promise<MonitoringAnswer> {
  const state = await readiness(open)
  if (state.ready) return json(200, { status: 'ok' })
  return json(503, { status: state.reason, code: state.code })
}

/**
 * The metrics, for who presents `token` as a Bearer. Without a token they are closed (404), unless `open`: on a port of their own they
 * need none.
 */
export async function metricsAnswer(
  database: Open,
  {
    authorization,
    token,
    open = false,
  }: { authorization: string | undefined; token: string | undefined; open?: boolean },
): Promise<MonitoringAnswer> {
  if (token === undefined && !open)
    return json(404, { title: 'Metrics are closed: set METRICS_TOKEN or METRICS_PORT.', code: 'metrics_closed' })
  if (token !== undefined && !presents(authorization, token))
    return {
      ...json(401, { title: 'Metrics want «Authorization: Bearer», then METRICS_TOKEN.', code: 'unauthenticated' }),
      headers: { ...JSON_HEADERS, 'www-authenticate': 'Bearer' },
    }
  return {
    status: 200,
    headers: { 'content-type': METRICS_TYPE, 'cache-control': 'no-store' },
    body: await metricsText(database),
  }
}

const JSON_HEADERS = { 'content-type': 'application/json', 'cache-control': 'no-store' }

function json(status: number, body: object): MonitoringAnswer {
  return { status, headers: JSON_HEADERS, body: JSON.stringify(body) }
}

function presents(authorization: string | undefined, token: string): boolean {
  const [, given = ''] = /^Bearer +(\S+) *$/i.exec(authorization ?? '') ?? []
  return timingSafeEqual(hashOf(given), hashOf(token))
}

/** Of one length, so that the time of comparing says nothing. */
function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
