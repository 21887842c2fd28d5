import { sql } from 'drizzle-orm'
import { type Database, rowsOf } from '#db/client.ts'
import { processQueue } from './process-queue.ts'

/** A job that waits, or that was being worked when its process ended. */
interface UnfinishedJob {
  name: string
  data: object
  groupId: string | null
  /** ISO 8601. */
  startAfter: string
}

/** The jobs of a queue that nobody works, apart from those that schedules send anew by themselves. */
export async function unfinishedJobs(db: Database): Promise<UnfinishedJob[]> {
  const [there] = rowsOf<{ is: boolean }>(await db.execute(sql`select to_regclass('pgboss.job') is not null as is`))
  if (there?.is !== true) return []
  return rowsOf<UnfinishedJob>(
    await db.execute(sql`
      select name, data, group_id as "groupId", to_char(start_after at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "startAfter"
      from pgboss.job where state in ('created', 'retry', 'active') and policy = 'standard'
        and name not like '\\_\\_pgboss%' order by created_on`),
  )
}

/** Sends such jobs again, to the queue of this process, by a statement within somebody's transaction. */
export async function sendUnfinished(
  jobs: readonly UnfinishedJob[],
  execute: (text: string, values?: unknown[]) => Promise<object[]>,
): Promise<void> {
  const queue = processQueue()
  if (queue === undefined) throw new Error('the queue of this process is not started')
  const db = { executeSql: async (text: string, values?: unknown[]) => ({ rows: await execute(text, values) }) }
  for (const { name, data, groupId, startAfter } of jobs)
    await queue.boss.send(name, data, { db, startAfter, ...(groupId !== null && { group: { id: groupId } }) })
}
