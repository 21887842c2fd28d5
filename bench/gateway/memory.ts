import { setTimeout as sleep } from 'node:timers/promises'
import type { Child } from './child.ts'
import { median } from './measure.ts'
import { Caller, type Target } from './target.ts'

/** What carrying one big result cost a process. */
export interface BigResult {
  /** Bytes above what it held before: at most while the result passed, and once it had passed. */
  extraPeak: number
  extraAfter: number
  megabytesPerSecond: number
}

const MEGABYTE = 1024 * 1024
const SAMPLE_MS = 20
/** How long the caller stops reading, a quarter of the way: what is not held back then is held in memory. */
const PAUSE_MS = 1500

/** A few results, one after the other: the most memory that any of them took, and the median of their speed. */
export async function carryBigResults(target: Target, server: Child, bytes: number, times: number): Promise<BigResult> {
  const found: BigResult[] = []
  for (let time = 0; time < times; time++) found.push(await carryBigResult(target, server, bytes))
  return {
    extraPeak: Math.max(...found.map((one) => one.extraPeak)),
    extraAfter: Math.max(...found.map((one) => one.extraAfter)),
    megabytesPerSecond: median(found.map((one) => one.megabytesPerSecond)),
  }
}

/** Has one result of `bytes` carried by a warm process, by a caller that stops reading for a while. Throws when a byte is missing. */
async function carryBigResult(target: Target, server: Child, bytes: number): Promise<BigResult> {
  const caller = new Caller(target)
  try {
    await caller.open()
    await caller.call({ bytes: 64 * MEGABYTE })
    await sleep(200)
    const before = server.memory()
    let peak = before
    const sampling = setInterval(() => {
      peak = Math.max(peak, server.memory())
    }, SAMPLE_MS)
    const { socket } = caller.connection
    let seen = 0
    socket.on('data', (data: Buffer) => {
      const paused = seen >= bytes / 4
      seen += data.length
      if (paused || seen < bytes / 4) return
      socket.pause()
      setTimeout(() => socket.resume(), PAUSE_MS)
    })
    const began = performance.now()
    const answer = await caller.call({ bytes })
    const seconds = (performance.now() - began - PAUSE_MS) / 1000
    clearInterval(sampling)
    if (answer.bytes < bytes) throw new Error(`${target.name} carried ${answer.bytes} bytes of ${bytes}`)
    await sleep(500)
    return {
      extraPeak: peak - before,
      extraAfter: server.memory() - before,
      megabytesPerSecond: bytes / MEGABYTE / seconds,
    }
  } finally {
    caller.close()
  }
}
