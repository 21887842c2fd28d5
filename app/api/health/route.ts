import { serverDatabase } from '#app/server/database.ts'
import { log } from '#lib/core/index.ts'

/** `GET /api/health`: 200 when this process answers and its database does too, else 503. For load balancers and monitors. */
export async function GET(): Promise<Response> {
  try {
    const { db } = await serverDatabase()
    await db.execute('select 1')
    return answer(200, 'ok')
  } catch (error) {
    log.warn({ err: error }, 'unhealthy')
    return answer(503, 'database unreachable')
  }
}

function answer(status: number, text: string): Response {
  return Response.json({ status: text }, { status, headers: { 'cache-control': 'no-store' } })
}
