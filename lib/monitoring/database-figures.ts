import { sql } from 'drizzle-orm'
import { type Database, rowsOf } from '#db/client.ts'

/** One number that lies in the database, with its labels. */
export interface Figure {
  name: string
  labels: Record<string, string>
  value: number
}

/** What is read, by metric: its help, its labels, and the values that stand at 0 where there is none. */
export const DATABASE_METRICS = {
  mcp_ferry_services: {
    help: 'Registered services by status',
    labels: ['status'],
    always: ['normal', 'abnormal', 'unchecked'],
  },
  mcp_ferry_platforms: {
    help: 'Connected platforms by status',
    labels: ['status'],
    always: ['reachable', 'unreachable', 'unchecked'],
  },
  mcp_ferry_bindings: {
    help: 'Bindings by what was last seen of them; what is not in_sync has drifted, failed or is not known',
    labels: ['state'],
    always: ['in_sync', 'failed', 'unknown'],
  },
  mcp_ferry_runs: {
    help: 'Synchronizations by status',
    labels: ['status'],
    always: ['queued', 'running', 'done', 'cancelled'],
  },
  mcp_ferry_run_items: { help: 'Items of all synchronizations by verdict', labels: ['verdict'], always: [] },
  mcp_ferry_queue_jobs: {
    help: 'Jobs that wait, are being worked, or failed for good, by queue',
    labels: ['queue', 'state'],
    always: [],
  },
} as const satisfies Record<string, { help: string; labels: readonly string[]; always: readonly string[] }>

/** What the tables hold, and what waits in the queue: three questions, the first with a count over each table. */
export async function databaseFigures(db: Database): Promise<Figure[]> {
  const rows = rowsOf<{ name: string; one: string; two: string | null; value: number }>(
    await db.execute(sql`
      select 'mcp_ferry_services' as name, status as one, null as two, count(*)::int as value from services group by status
      union all select 'mcp_ferry_platforms', status, null, count(*)::int from platforms group by status
      union all select 'mcp_ferry_bindings', state, null, count(*)::int from bindings group by state
      union all select 'mcp_ferry_runs', status, null, count(*)::int from runs group by status
      union all select 'mcp_ferry_run_items', verdict, null, count(*)::int from run_items group by verdict`),
  )
  return [...atLeast(rows.map(figure)), ...(await queueFigures(db))]
}

/** The queue keeps its own tables, which are not there before it was started once. */
async function queueFigures(db: Database): Promise<Figure[]> {
  const [there] = rowsOf<{ is: boolean }>(await db.execute(sql`select to_regclass('pgboss.job') is not null as is`))
  if (there?.is !== true) return []
  const rows = rowsOf<{ name: string; one: string; two: string | null; value: number }>(
    await db.execute(sql`
      select 'mcp_ferry_queue_jobs' as name, queue.name as one, state.name as two,
        count(job.id)::int as value
      from pgboss.queue as queue
      cross join (values ('waiting', '{created,retry}'), ('active', '{active}'), ('failed', '{failed}')) as state (name, states)
      left join pgboss.job as job on job.name = queue.name and job.state::text = any (state.states::text[])
      where queue.name not like '\\_\\_pgboss%'
      group by queue.name, state.name`),
  )
  return rows.map(figure)
}

function figure({ name, one, two, value }: { name: string; one: string; two: string | null; value: number }): Figure {
  const [first = '', second = ''] = DATABASE_METRICS[name as keyof typeof DATABASE_METRICS].labels
  return { name, labels: { [first]: one, ...(two !== null && { [second]: two }) }, value: Number(value) }
}

/** With a 0 for each value that always stands. */
function atLeast(figures: readonly Figure[]): Figure[] {
  const zeros = Object.entries(DATABASE_METRICS).flatMap(([name, { labels, always }]) =>
    always
      .filter((value) => !figures.some((one) => one.name === name && one.labels[labels[0]] === value))
      .map((value) => ({ name, labels: { [labels[0]]: value }, value: 0 })),
  )
  return [...figures, ...zeros]
}
