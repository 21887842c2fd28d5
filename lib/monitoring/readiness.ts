import { sql } from 'drizzle-orm'
import type { DatabaseConnection } from '#db/client.ts'
import { readMigrationState } from '#db/migration-state.ts'
import { databaseFault, FerryError, log } from '#lib/core/index.ts'
import { within } from './within.ts'

/** Whether this process can serve, and if not, why, in one sentence without a secret. */
export type Readiness = { ready: true } | { ready: false; code: string; reason: string }

/** An orchestrator's probe waits no longer. */
const DEADLINE_MS = 3000

const MIGRATED = Symbol.for('mcp-ferry.migrated')
type Holder = { [MIGRATED]?: WeakSet<DatabaseConnection> }

/** Ready means: the database answers, and has every migration of this release. Never throws. */
export async function readiness(open: () => Promise<DatabaseConnection>): Promise<Readiness> {
  try {
    return await within(DEADLINE_MS, look(open))
  } catch (error) {
    log.warn({ err: error }, 'not ready')
    const fault = error instanceof FerryError ? error : databaseFault(error, { opening: true })
    if (fault !== undefined) return { ready: false, code: fault.code, reason: fault.message }
    return { ready: false, code: 'database_silent', reason: 'The database does not answer.' }
  }
}

async function look(open: () => Promise<DatabaseConnection>): Promise<Readiness> {
  const connection = await open()
  const holder = globalThis as Holder
  holder[MIGRATED] ??= new WeakSet()
  // What was migrated once stays so: from then on one short question is enough.
  if (holder[MIGRATED].has(connection)) await connection.db.execute(sql`select 1`)
  else {
    const { pending, missed } = await readMigrationState(connection)
    const lacking = pending.length + missed.length
    if (lacking > 0)
      return {
        ready: false,
        code: 'not_migrated',
        reason: `The database lacks ${lacking} of this release’s migrations.`,
      }
    holder[MIGRATED].add(connection)
  }
  return { ready: true }
}
