import type { Asked } from './target.ts'

/** One kind of call at one number of callers, measured in rounds: in each round every target has one turn. */
export interface Cell {
  name: string
  asked: Asked
  parallel: number
  rounds: number
  ms: number
}

export interface Plan {
  /** How long each way is called before anything is measured. */
  warmUpMs: number
  cells: Cell[]
  bigResultBytes: number
  /** How many of them each way carries. */
  bigResults: number
  streams: number
  streamSeconds: number
}

const KILOBYTE = 1024
const MEGABYTE = 1024 * KILOBYTE
/** What a call of the smaller cells asks for. */
export const SMALL = { bytes: KILOBYTE }

/** The two cells that the ratios are made of. */
export const ONE = '1 kB, 1 at a time'
export const SIXTEEN = '1 kB, 16 in parallel'

const QUICK: Plan = {
  warmUpMs: 1000,
  cells: [
    { name: ONE, asked: SMALL, parallel: 1, rounds: 5, ms: 200 },
    { name: SIXTEEN, asked: SMALL, parallel: 16, rounds: 5, ms: 300 },
    { name: '1 MB, 1 at a time', asked: { bytes: MEGABYTE }, parallel: 1, rounds: 1, ms: 200 },
    { name: '1,000 events, 1 at a time', asked: { events: 1000 }, parallel: 1, rounds: 1, ms: 200 },
  ],
  bigResultBytes: 256 * MEGABYTE,
  bigResults: 1,
  streams: 200,
  streamSeconds: 2,
}

const FULL: Plan = {
  warmUpMs: 5000,
  cells: [
    { name: ONE, asked: SMALL, parallel: 1, rounds: 15, ms: 350 },
    { name: SIXTEEN, asked: SMALL, parallel: 16, rounds: 15, ms: 500 },
    { name: '1 kB, 64 in parallel', asked: SMALL, parallel: 64, rounds: 3, ms: 400 },
    { name: '1 MB, 1 at a time', asked: { bytes: MEGABYTE }, parallel: 1, rounds: 3, ms: 300 },
    { name: '1 MB, 16 in parallel', asked: { bytes: MEGABYTE }, parallel: 16, rounds: 3, ms: 400 },
    { name: '1,000 events, 1 at a time', asked: { events: 1000 }, parallel: 1, rounds: 3, ms: 300 },
  ],
  bigResultBytes: 1024 * MEGABYTE,
  bigResults: 5,
  streams: 2000,
  streamSeconds: 60,
}

export function planOf({
  quick = false,
  streams,
  seconds,
}: {
  quick?: boolean
  streams?: number
  seconds?: number
}): Plan {
  const plan = quick ? QUICK : FULL
  return { ...plan, streams: streams ?? plan.streams, streamSeconds: seconds ?? plan.streamSeconds }
}
