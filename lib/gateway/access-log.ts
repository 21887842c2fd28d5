import { sql } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { gatewayCalls, gatewayTokens } from '#db/schema/index.ts'
import { log, processMetrics } from '#lib/core/index.ts'
import type { CallLine } from './call-line.ts'

/** A line whose call has ended. */
type EndedLine = CallLine & { ms: number }

const WRITE_EVERY_MS = 1000
const WRITE_AT_LINES = 500
/** Lines written in one statement. */
const BATCH = 2000
/** Lines that may wait; more are dropped and counted. */
const MOST_WAITING = 20_000

/** Takes lines without ever making a call wait, and writes them in batches. */
export interface AccessLog {
  add(line: EndedLine): void
  /** Lines that wait, and those that were dropped since the process began. */
  stats(): { waiting: number; dropped: number }
  /** Writes what waits, as far as the database lets it. */
  flush(): Promise<void>
  /** The same, for the last time. */
  close(): Promise<void>
}

export function createAccessLog(db: Database): AccessLog {
  let waiting: EndedLine[] = []
  let dropped = 0
  let told = 0
  let writing: Promise<boolean> | undefined
  const metrics = processMetrics()
  const { calls } = metrics

  async function writeBatch(): Promise<boolean> {
    const batch = waiting.slice(0, BATCH)
    try {
      await writeLines(db, batch)
      waiting = waiting.slice(batch.length)
      return true
    } catch (error) {
      // Without the statement's parameters, which an error of the query itself repeats.
      const err = error instanceof Error && error.cause instanceof Error ? error.cause : error
      log.warn({ err, waiting: waiting.length }, 'the access log could not be written')
      if (!isAboutValues(error)) return false
      // It would fail for ever, and all lines behind it.
      waiting = waiting.slice(batch.length)
      dropped += batch.length
      return true
    } finally {
      if (dropped > told) log.warn({ dropped: dropped - told }, 'lines of the access log were dropped')
      told = dropped
    }
  }

  function write(): Promise<boolean> {
    writing ??= writeBatch().finally(() => {
      writing = undefined
    })
    return writing
  }

  const timer = setInterval(() => {
    if (waiting.length > 0) void write()
  }, WRITE_EVERY_MS)
  timer.unref()

  async function flush(): Promise<void> {
    await writing
    while (waiting.length > 0 && (await write()));
  }

  const stats = () => ({ waiting: waiting.length, dropped })
  metrics.accessLog = stats
  return {
    add(line) {
      calls[line.verdict][line.callerEra]++
      if (waiting.length >= MOST_WAITING) {
        dropped++
        return
      }
      waiting.push(line)
      if (waiting.length >= WRITE_AT_LINES && waiting.length % WRITE_AT_LINES === 0) void write()
    },
    stats,
    flush,
    close() {
      clearInterval(timer)
      return flush()
    },
  }
}

/** Whether the database refused what it was given (SQLSTATE class 22), as distinct from not answering. */
function isAboutValues(error: unknown): boolean {
  for (let link = error; link instanceof Error; link = link.cause) {
    const { code } = link as { code?: unknown }
    if (typeof code === 'string' && /^22\w{3}$/.test(code)) return true
  }
  return false
}

/** One parameter for all lines: a statement with one for each value would cost more than the calls themselves. */
async function writeLines(db: Database, lines: readonly EndedLine[]): Promise<void> {
  const uses = new Map<string, { id: string; calls: number; at: number }>()
  for (const { tokenId, at } of lines) {
    const use = uses.get(tokenId)
    if (use === undefined) uses.set(tokenId, { id: tokenId, calls: 1, at })
    else {
      use.calls++
      use.at = Math.max(use.at, at)
    }
  }
  await db.transaction(async (tx) => {
    await tx.execute(sql`
      insert into ${gatewayCalls} (at, token_id, service_id, namespace_id, method, tool, caller_era, service_era,
        verdict, code, ms, bytes_in, bytes_out)
      select to_timestamp(at / 1000.0), "tokenId", "serviceId", "namespaceId", method, tool, "callerEra", "serviceEra",
        verdict, code, ms, "bytesIn", "bytesOut"
      from json_to_recordset(${JSON.stringify(lines)}::json) as line (at bigint, "tokenId" uuid, "serviceId" uuid,
        "namespaceId" uuid, method text, tool text, "callerEra" text, "serviceEra" text, verdict text, code text, ms integer,
        "bytesIn" integer, "bytesOut" bigint)`)
    await tx.execute(sql`
      update ${gatewayTokens} as token
      set calls = token.calls + use.calls, last_used_at = greatest(token.last_used_at, to_timestamp(use.at / 1000.0))
      from json_to_recordset(${JSON.stringify([...uses.values()].sort((a, b) => a.id.localeCompare(b.id)))}::json) as use (id uuid, calls integer, at bigint)
      where token.id = use.id`)
  })
}
