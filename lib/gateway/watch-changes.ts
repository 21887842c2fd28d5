import { sql } from 'drizzle-orm'
import type { DatabaseConnection } from '#db/client.ts'
import { gatewayTokens, services } from '#db/schema/index.ts'
import { log } from '#lib/core/index.ts'
import { GATEWAY_CHANNEL } from '#lib/tokens/index.ts'

/** How often the database is looked at; with the time that takes, well within a second. */
export const LOOK_MS = 400
/** After this long without a look that succeeded, what is remembered counts as changed: a revocation may have been missed. */
const BLIND_MS = 10_000

export interface ChangeWatch {
  stop(): Promise<void>
}

/**
 * Calls `changed` within a second of every change of a token or service, by notification where that works, and without it by looking
 * at counts and times of change. Looks only while `isNeeded`, and takes the first look after a pause for a change. `tick` is called
 * with each look. Without `listens` no connection is held for notifications.
 */
export async function watchChanges(
  connection: DatabaseConnection,
  { changed, isNeeded, tick, listens }: { changed(): void; isNeeded(): boolean; tick(): void; listens: boolean },
): Promise<ChangeWatch> {
  let last: string | undefined
  let looking: Promise<void> | undefined
  let seenAt = Date.now()

  async function look(): Promise<void> {
    try {
      const print = await printOf(connection)
      seenAt = Date.now()
      if (print === last) return
      last = print
      changed()
    } catch (error) {
      if (Date.now() - seenAt < BLIND_MS) return
      log.warn({ err: error }, 'the gateway cannot look for revoked tokens')
      last = undefined
      changed()
    }
  }

  const timer = setInterval(() => {
    tick()
    if (!isNeeded()) {
      last = undefined
      seenAt = Date.now()
      return
    }
    looking ??= look().finally(() => {
      looking = undefined
    })
  }, LOOK_MS)
  timer.unref()

  const unlisten = !listens
    ? async () => {}
    : await listen(connection, changed).catch((error: unknown) => {
        log.warn({ err: error }, 'no notifications of changes; the gateway only looks for them')
        return async () => {}
      })
  return {
    async stop() {
      clearInterval(timer)
      await looking
      await unlisten().catch(() => undefined)
    },
  }
}

/** Differs after any change: sums, since a transaction may commit later than one that began after it. */
async function printOf({ db }: DatabaseConnection): Promise<string> {
  const [row] = await db
    .select({
      print: sql<string>`concat_ws('/', count(*), sum(extract(epoch from ${services.updatedAt})), (
        select concat_ws('/', count(*), sum(extract(epoch from ${gatewayTokens.updatedAt}))) from ${gatewayTokens}
      ))`,
    })
    .from(services)
  return row?.print ?? ''
}

async function listen({ driver }: DatabaseConnection, changed: () => void): Promise<() => Promise<void>> {
  if (driver.kind === 'embedded') return driver.pglite.listen(GATEWAY_CHANNEL, changed)
  // Called again whenever the connection had to be made anew: what happened meanwhile is not known.
  const { unlisten } = await driver.sql.listen(GATEWAY_CHANNEL, changed, changed)
  return unlisten
}
