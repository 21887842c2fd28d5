import type { Turn } from './load.ts'
import { overRounds, type Rounds } from './measure.ts'
import { ONE, SIXTEEN } from './plan.ts'
import { NAMES } from './ways.ts'

/** The ratios of a run, each the median of its rounds; null where a side was not measured. */
export interface Figures {
  /** p50 added to a direct call, one at a time, against what the bare proxy adds. */
  addedP50VsBare: number | null
  /** Calls a second, 16 in parallel, against the bare proxy. */
  callsVsBare: number | null
  /** Processor time a call, 16 in parallel, against the bare proxy: says the same, less disturbed by what else runs. */
  cpuVsBare: number | null
  /** The same for `npm run gateway`. */
  aloneAddedP50VsBare: number | null
  aloneCallsVsBare: number | null
  aloneCpuVsBare: number | null
  /** The worse of both bridges against the pass-through of its caller's era. */
  bridgeP50VsPass: number | null
  bridgeCallsVsPass: number | null
  bridgeAP50VsPass: number | null
  bridgeACallsVsPass: number | null
  bridgeBP50VsPass: number | null
  bridgeBCallsVsPass: number | null
  callsVsNginx: number | null
  callsVsFastmcp: number | null
}

const p50 = (left: Turn, right: Turn) => left.p50 / right.p50
const calls = (left: Turn, right: Turn) => left.callsPerSecond / right.callsPerSecond
const cpu = (left: Turn, right: Turn) => left.cpuMicroseconds / right.cpuMicroseconds
const added = (way: Turn, bare: Turn, direct: Turn) => (way.p50 - direct.p50) / (bare.p50 - direct.p50)

export function figuresOf(cells: Record<string, Rounds>): Figures {
  const one = cells[ONE]
  const sixteen = cells[SIXTEEN]
  const { direct, bare, front, frontModern, alone, bridgeA, bridgeB, nginx, fastmcp } = NAMES
  const bridges = {
    bridgeAP50VsPass: overRounds(one, [bridgeA, front], p50),
    bridgeACallsVsPass: overRounds(sixteen, [bridgeA, front], calls),
    bridgeBP50VsPass: overRounds(one, [bridgeB, frontModern], p50),
    bridgeBCallsVsPass: overRounds(sixteen, [bridgeB, frontModern], calls),
  }
  return {
    addedP50VsBare: overRounds(one, [front, bare, direct], added),
    callsVsBare: overRounds(sixteen, [front, bare], calls),
    cpuVsBare: overRounds(sixteen, [front, bare], cpu),
    aloneAddedP50VsBare: overRounds(one, [alone, bare, direct], added),
    aloneCallsVsBare: overRounds(sixteen, [alone, bare], calls),
    aloneCpuVsBare: overRounds(sixteen, [alone, bare], cpu),
    bridgeP50VsPass: worst(Math.max, bridges.bridgeAP50VsPass, bridges.bridgeBP50VsPass),
    bridgeCallsVsPass: worst(Math.min, bridges.bridgeACallsVsPass, bridges.bridgeBCallsVsPass),
    ...bridges,
    callsVsNginx: overRounds(sixteen, [front, nginx], calls),
    callsVsFastmcp: overRounds(sixteen, [front, fastmcp], calls),
  }
}

function worst(pick: (...values: number[]) => number, left: number | null, right: number | null): number | null {
  return left === null || right === null ? null : pick(left, right)
}
