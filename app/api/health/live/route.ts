import { connection } from 'next/server'
import { asResponse } from '#app/server/monitoring.ts'
import { liveAnswer } from '#lib/monitoring/index.ts'

/** `GET /api/health/live`: 200 while this process answers, whatever its database does. For who restarts it. */
export async function GET(): Promise<Response> {
  await connection()
  return asResponse(liveAnswer())
}
