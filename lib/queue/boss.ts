import { type ConstructorOptions, fromPglite, PgBoss } from 'pg-boss'
import type { DatabaseConnection } from '#db/client.ts'
import { log } from '#lib/core/index.ts'

/** Connections of ours to PostgreSQL that belong to the queue alone. */
const POOL_SIZE = 4
/** Seconds between two looks for jobs whose worker fell silent. */
const SUPERVISE_SECONDS = 3

/**
 * What runs in a process that may be frozen at any time: one connection, and no timer, listener or schedule of the queue's own,
 * which would be found dead and throw when the process is thawed.
 */
const ON_DEMAND = {
  max: 1,
  supervise: false,
  schedule: false,
  useListenNotify: false,
} as const

/** pg-boss on our database: inside the embedded one, or with a small pool of its own to PostgreSQL. Not yet started. */
export function createBoss({ driver }: DatabaseConnection, { onDemand = false }: { onDemand?: boolean } = {}): PgBoss {
  const intervals = { superviseIntervalSeconds: SUPERVISE_SECONDS, monitorIntervalSeconds: SUPERVISE_SECONDS }
  const own: ConstructorOptions =
    driver.kind === 'embedded'
      ? { db: fromPglite(driver.pglite), backend: 'pglite', useListenNotify: true }
      : {
          connectionString: driver.url,
          ...intervals,
          ...(onDemand ? ON_DEMAND : { max: POOL_SIZE, useListenNotify: true }),
        }
  // Its list of processes is read by nobody, and to keep it each process is woken a hundred times a second.
  const boss = new PgBoss({ ...own, registerInstance: false })
  boss.on('error', (error) => log.error({ err: error }, 'queue'))
  boss.on('warning', ({ message, data }) => log.warn({ data }, message))
  return boss
}
