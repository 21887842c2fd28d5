import { setTimeout as sleep } from 'node:timers/promises'
import type { Child } from './child.ts'
import { Caller, type Target } from './target.ts'
import { askUpstream } from './upstream-control.ts'

/** Many streams held open by one process. */
export interface HeldStreams {
  opened: number
  /** Streams that were closed, or did not get the event that every one was sent at the end. */
  lost: number
  /** Bytes of the server's memory for each. */
  bytesEach: number
}

const AT_ONCE = 50
const WARM_UP = 100
const EVENT_MS = 5000

/** Opens `count` streams at each target, all held at the same time for `seconds`, then sends an event on every one. */
export async function holdStreams(
  targets: readonly { target: Target; server: Child }[],
  upstreamPort: number,
  count: number,
  seconds: number,
): Promise<HeldStreams[]> {
  const held = []
  for (const { target, server } of targets) {
    // What the first streams take for all is not counted.
    for (const { caller } of await openStreams(target, WARM_UP)) caller.close()
    await sleep(500)
    const before = server.memory()
    held.push({ streams: await openStreams(target, count), grown: () => server.memory() - before })
  }
  await sleep(seconds * 1000)
  const grown = held.map((one) => one.grown())
  const reached = Number(await askUpstream(upstreamPort, '/broadcast'))
  const until = Date.now() + EVENT_MS
  while (Date.now() < until && held.some(({ streams }) => streams.some((stream) => !stream.gotEvent))) await sleep(50)
  const results = held.map(({ streams }, at) => ({
    opened: streams.length,
    lost: streams.filter(({ closed, gotEvent }) => closed || !gotEvent).length,
    bytesEach: (grown[at] ?? Number.NaN) / count,
  }))
  for (const { caller } of held.flatMap(({ streams }) => streams)) caller.close()
  if (reached < count) throw new Error(`the upstream had ${reached} streams open of ${count * targets.length}`)
  return results
}

interface Stream {
  caller: Caller
  closed: boolean
  gotEvent: boolean
}

async function openStreams(target: Target, count: number): Promise<Stream[]> {
  const streams: Stream[] = []
  while (streams.length < count)
    streams.push(
      ...(await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - streams.length) }, () => open(target)))),
    )
  return streams
}

async function open(target: Target): Promise<Stream> {
  const stream = { caller: new Caller(target), closed: false, gotEvent: false }
  await stream.caller.open()
  await stream.caller.openStream((text) => {
    if (text.includes('list_changed')) stream.gotEvent = true
  })
  stream.caller.connection.socket.once('close', () => {
    stream.closed = true
  })
  return stream
}
