import { serverDatabase } from '#app/server/database.ts'
import { asResponse } from '#app/server/monitoring.ts'
import { readyAnswer } from '#lib/monitoring/index.ts'

/** `GET /api/health/ready`: 200 when the database is reached and migrated, else 503 with the reason. For load balancers. */
export async function GET(): Promise<Response> {
  return asResponse(await readyAnswer(serverDatabase))
}
