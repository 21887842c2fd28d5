import { setTimeout as sleep } from 'node:timers/promises'
import { Caller, type Target } from './target.ts'
import { askUpstream } from './upstream-control.ts'

/** Steady calls of a service whose access tokens live five seconds. */
export interface SteadyCalls {
  calls: number
  failures: number
  /** The first failure's reason. */
  reason: string | undefined
  /** Access tokens that were fetched meanwhile. */
  tokens: number
}

/** Calls a target `perSecond` times a second for `seconds`, each on time, whether or not the one before has been answered. */
export async function callSteadily(
  target: Target,
  upstreamPort: number,
  perSecond: number,
  seconds: number,
): Promise<SteadyCalls> {
  const idle: Caller[] = []
  const all: Caller[] = []
  const calls: Promise<unknown>[] = []
  const reasons: string[] = []
  const before = Number(await askUpstream(upstreamPort, '/tokens'))
  const call = async () => {
    let caller = idle.pop()
    try {
      if (caller === undefined) {
        caller = new Caller(target)
        all.push(caller)
        await caller.open()
      }
      await caller.call({ bytes: 1024 })
      idle.push(caller)
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error))
    }
  }
  const began = performance.now()
  for (let at = 0; at < perSecond * seconds; at++) {
    const wait = began + (at * 1000) / perSecond - performance.now()
    if (wait > 0) await sleep(wait)
    calls.push(call())
  }
  await Promise.all(calls)
  for (const caller of all) caller.close()
  const tokens = Number(await askUpstream(upstreamPort, '/tokens')) - before
  return { calls: calls.length, failures: reasons.length, reason: reasons[0], tokens }
}
