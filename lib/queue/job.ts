import type { Database, DatabaseConnection } from '#db/client.ts'

/** A worker that shows no sign of life for so long has lost its job; pg-boss takes no shorter time. */
export const HEARTBEAT_SECONDS = 10
/** How often a worker shows that it lives. */
export const HEARTBEAT_REFRESH_SECONDS = 3

/** One job as its handler gets it. */
interface Job<D extends object = object> {
  connection: DatabaseConnection
  db: Database
  data: D
  /**
   * Aborted when this process stops or the job was given to somebody else: begin nothing new, return early.
   * Return `again` then, when the rest should be done by whoever is there.
   */
  signal: AbortSignal
}

/** A kind of job: its queue, how it is worked, and what it does. Handlers must bear being run twice. */
export interface JobDefinition<D extends object = object> {
  /** The queue's name, in kebab case. */
  name: string
  queue?: {
    /** How often a failed job is tried again. Default 2. */
    retryLimit?: number
    retryDelaySeconds?: number
    retryBackoff?: boolean
    /** How long one job may take. Default 15 minutes. */
    expireInSeconds?: number
    /** Whether a worker shows every 3 seconds that it lives, so that after 10 silent ones another gets the job. */
    heartbeat?: boolean
  }
  /** Jobs at a time in one process. Default 1. */
  parallel?: number
  /** Jobs of one `group` are worked one at a time in all replicas; best effort: hold a lease where it must be certain. */
  onePerGroup?: boolean
  /** Runs by itself, once in all replicas, with `{}` as its data. Only one such job waits and one runs at a time. */
  schedule?: {
    /** Five fields, UTC. */
    cron: string
    /** Begins up to this many seconds later, by chance. */
    jitterSeconds?: number
  }
  /** Checks what the database kept; throws when it does not fit. */
  parse(data: unknown): D
  /** Does the job. `again` puts it back into the queue at once. */
  handle(job: Job<D>): Promise<undefined | 'again'>
}
