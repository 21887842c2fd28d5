/**
 * A worker as a process of its own, to be killed by tests: opens the database that `TEST_DATABASE` names (a PostgreSQL URL or a
 * folder), works, and prints how the newest run stands as one JSON object a line. SIGTERM stops it gracefully.
 */
import { desc } from 'drizzle-orm'
import { openDatabase } from '#db/client.ts'
import { runs } from '#db/schema/index.ts'
import { getRun } from '#lib/sync/index.ts'
import { startWorkers } from '#lib/worker/index.ts'

const where = process.env.TEST_DATABASE ?? ''
const connection = await openDatabase(where.startsWith('postgres') ? { url: where } : { dataDir: where })
const workers = await startWorkers(connection)
const ctx = { db: connection.db, actor: { kind: 'system' as const, name: 'test' } }

async function report(): Promise<void> {
  const [run] = await connection.db.select({ id: runs.id }).from(runs).orderBy(desc(runs.number)).limit(1)
  if (run === undefined) return
  const { finished, total, endedAt } = await getRun(ctx, { runId: run.id })
  process.stdout.write(`${JSON.stringify({ finished, total, ended: endedAt !== null })}\n`)
}

let reporting: Promise<void> = Promise.resolve()
const timer = setInterval(() => {
  reporting = reporting.then(report)
}, 200)
process.stdout.write(`${JSON.stringify({ ready: true })}\n`)

process.once('SIGTERM', async () => {
  clearInterval(timer)
  await reporting
  await workers.stop()
  await connection.close()
  process.exit(0)
})
