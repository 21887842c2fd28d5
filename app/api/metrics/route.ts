import { connection } from 'next/server'
import { serverDatabase } from '#app/server/database.ts'
import { asResponse } from '#app/server/monitoring.ts'
import { environment } from '#lib/core/index.ts'
import { metricsAnswer } from '#lib/monitoring/index.ts'

/** `GET /api/metrics`: Prometheus text, for who presents METRICS_TOKEN; 404 where none is set. */
export async function GET(request: Request): Promise<Response> {
  await connection()
  const authorization = request.headers.get('authorization') ?? undefined
  return asResponse(await metricsAnswer(serverDatabase, { authorization, token: environment().METRICS_TOKEN }))
}
