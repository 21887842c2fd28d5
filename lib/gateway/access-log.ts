import type { Database } from '#db/client.ts'
import { log, processMetrics } from '#lib/core/index.ts'
import type { CallLine } from './call-line.ts'
import { LineBatch } from './line-batch.ts'

const WRITE_EVERY_MS = 1000
/** Lines written in one statement. Many at once cost the database much less than as many in several statements. */
const BATCH = 5000
/** Lines that may wait; more are dropped and counted. */
const MOST_WAITING = 20_000

/** Takes lines without ever making a call wait, and writes them in batches. */
export interface AccessLog {
  add(line: CallLine): void
  /** Lines that wait, and those that were dropped since the process began. */
  stats(): { waiting: number; dropped: number }
  /** Writes what waits, as far as the database lets it. */
  flush(): Promise<void>
  /** The same, for the last time. */
  close(): Promise<void>
}

export function createAccessLog(db: Database): AccessLog {
  let filling = new LineBatch()
  /** Those that are to be written, oldest first. */
  const full: LineBatch[] = []
  let waiting = 0
  let dropped = 0
  let told = 0
  let writing: Promise<boolean> | undefined
  const metrics = processMetrics()
  const { calls } = metrics

  /** From now on lines go into the next batch. */
  function turnOver(): void {
    full.push(filling)
    filling = new LineBatch()
  }

  function takeAway(batch: LineBatch): void {
    full.shift()
    waiting -= batch.size
  }

  async function writeOldest(): Promise<boolean> {
    if (full.length === 0) turnOver()
    const [batch = filling] = full
    try {
      await batch.write(db)
      takeAway(batch)
      return true
    } catch (error) {
      // Without the statement's parameters, which an error of the query itself repeats.
      const err = error instanceof Error && error.cause instanceof Error ? error.cause : error
      log.warn({ err, waiting }, 'the access log could not be written')
      if (!isAboutValues(error)) return false
      // It would fail for ever, and all lines behind it.
      takeAway(batch)
      dropped += batch.size
      return true
    } finally {
      if (dropped > told) log.warn({ dropped: dropped - told }, 'lines of the access log were dropped')
      told = dropped
    }
  }

  function write(): Promise<boolean> {
    writing ??= writeOldest().finally(() => {
      writing = undefined
    })
    return writing
  }

  const timer = setInterval(() => {
    if (waiting > 0) void write()
  }, WRITE_EVERY_MS)
  timer.unref()

  async function flush(): Promise<void> {
    await writing
    while (waiting > 0 && (await write()));
  }

  const stats = () => ({ waiting, dropped })
  metrics.accessLog = stats
  return {
    add(line) {
      calls[line.verdict][line.callerEra]++
      if (waiting >= MOST_WAITING) {
        dropped++
        return
      }
      filling.add(line)
      waiting++
      if (filling.size < BATCH) return
      turnOver()
      void write()
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
