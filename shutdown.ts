import type http from 'node:http'
import { FerryError, log, whenParentGone } from '#lib/core/index.ts'

/** Docker gives ten seconds between SIGTERM and SIGKILL: the parts' own limits, and the whole before it is given up. */
const WORKERS_MS = 5500
const CALLS_MS = 2000
const WHOLE_MS = 9000
/** Streams (live pages) would hold the server open; their browsers reconnect. */
const STREAMS_MS = 1000

/** What a process of ours stops when it ends; absent what it has not. */
export interface Stopping {
  server?: Pick<http.Server, 'close' | 'closeAllConnections'>
  workers?: { stop(limits: { timeoutMs: number }): Promise<void> }
  gateway?: { close(graceMs: number): Promise<void> }
  /** The rest, in this order. */
  rest?: readonly (() => unknown)[]
}

/**
 * Stops the parts within ten seconds, workers before the gateway: a lane that is being finished makes Dify call back through it. Nothing
 * that fails keeps the others from being stopped. Resolves with the exit code: 0 when all was finished or handed back.
 */
export async function shutDown({ server, workers, gateway, rest = [] }: Stopping): Promise<number> {
  let code = 0
  const part = async (stop: () => unknown) => {
    try {
      await stop()
    } catch (error) {
      code = 1
      log.error({ err: error }, 'stopping failed')
    }
  }
  const all = async () => {
    await part(() => workers?.stop({ timeoutMs: WORKERS_MS }))
    await part(() => server?.close())
    const closing = setTimeout(() => server?.closeAllConnections(), STREAMS_MS)
    closing.unref()
    await part(() => gateway?.close(CALLS_MS))
    clearTimeout(closing)
    server?.closeAllConnections()
    for (const stop of rest) await part(stop)
  }
  const { promise: late, resolve } = Promise.withResolvers<'late'>()
  const limit = setTimeout(() => resolve('late'), WHOLE_MS)
  const ended = await Promise.race([all(), late])
  clearTimeout(limit)
  if (ended !== 'late') return code
  log.error({}, `stopping took longer than ${WHOLE_MS / 1000} s: another process goes on with what is unfinished`)
  return 1
}

const leave = () => process.exit(0)
const SIGNALS = ['SIGTERM', 'SIGINT'] as const

/** Until there is something to stop, a signal just ends the process: as the first one of a container it would not hear it at all. */
export function leaveOnSignal(): void {
  for (const signal of SIGNALS) process.on(signal, leave)
}

/**
 * From now on a signal, or the end of what started us, stops the parts and ends the process, once; the returned function does it
 * for another reason.
 */
export function stopWhenTold(parts: Stopping): (reason: string) => void {
  let stopping = false
  const stop = (reason: string) => {
    if (stopping) return
    stopping = true
    log.info({ reason }, 'stopping')
    void shutDown(parts).then((code) => process.exit(code))
  }
  for (const signal of SIGNALS) process.off(signal, leave).on(signal, () => stop(signal))
  whenParentGone(() => stop('parent gone'))
  return stop
}

/** Runs the main function of a process of ours; what keeps it from starting is said on standard error, and ends it with 1. */
export function runMain(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    console.error(error instanceof FerryError ? [error.message, error.next].filter(Boolean).join('\n') : error)
    process.exit(1)
  })
}
