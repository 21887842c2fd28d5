import { requireCronSecret } from '#app/server/cron-secret.ts'
import { serverDatabase } from '#app/server/database.ts'
import { functionDeadline } from '#app/server/function-time.ts'
import { problem } from '#app/server/problem.ts'
import { environment, FerryError, runsServerless } from '#lib/core/index.ts'
import { tick } from '#lib/worker/index.ts'

export const dynamic = 'force-dynamic'

/**
 * `GET /api/tick`, called by Vercel's cron with `CRON_SECRET`: does what schedules say and works what waits, as long as this function
 * may live; the rest stays queued. Answers what was done as JSON.
 */
export async function GET(request: Request): Promise<Response> {
  const began = Date.now()
  try {
    if (!runsServerless())
      throw new FerryError('no_tick_here', 404, 'Nothing has to call a tick here: workers keep time by themselves.')
    const { CRON_SECRET, WORKERS } = environment()
    requireCronSecret(request.headers.get('authorization'), CRON_SECRET)
    const done =
      WORKERS === 'off' ? { left: 'to other workers' } : await tick(await serverDatabase(), functionDeadline(began))
    return Response.json(done, { headers: { 'cache-control': 'no-store' } })
  } catch (error) {
    return problem(error)
  }
}
