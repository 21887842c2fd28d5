import type { Child } from './child.ts'
import { type Turn, takeTurn } from './load.ts'
import { type Cell, ONE, SIXTEEN, SMALL } from './plan.ts'
import type { Target } from './target.ts'

/** A way that is measured. */
export interface Way {
  target: Target
  /** The process between caller and upstream; undefined for the direct way. */
  server: Child | undefined
  /** Only one turn, and only in the cells that ratios are made of: for one that is very slow. */
  slow?: boolean
}

/** The turns of each way, by its name; turns at one place belong to the same round. */
export type Rounds = Record<string, Turn[]>

/** Calls each way for a while without measuring: a process compiles its program while it runs, and a bigger program takes longer. */
export async function warmUp(ways: readonly Way[], ms: number): Promise<void> {
  for (const { target, slow } of ways)
    if (!slow) await takeTurn(target, { asked: SMALL, parallel: 16, ms }, () => Number.NaN)
}

/** Measures one cell: round by round, one turn each, beginning with another way in each round. */
export async function measureCell(ways: readonly Way[], cell: Cell): Promise<Rounds> {
  const taking = ways.filter(({ slow }) => !slow || cell.name === ONE || cell.name === SIXTEEN)
  const rounds: Rounds = Object.fromEntries(taking.map(({ target }) => [target.name, []]))
  for (let round = 0; round < cell.rounds; round++)
    for (let at = 0; at < taking.length; at++) {
      const way = taking[(at + round) % taking.length]
      if (way === undefined || (way.slow && round > 0)) continue
      const turn = await takeTurn(way.target, cell, way.server?.cpuSeconds ?? (() => Number.NaN))
      rounds[way.target.name]?.push(turn)
    }
  return rounds
}

export function median(values: readonly number[]): number {
  const sorted = values.filter(Number.isFinite).sort((left, right) => left - right)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}

/** The median over the rounds of what a round's turns give; null when one of the ways was not there. */
export function overRounds(
  rounds: Rounds | undefined,
  names: readonly string[],
  ratio: (...turns: Turn[]) => number,
): number | null {
  const columns = names.map((name) => rounds?.[name] ?? [])
  const shortest = Math.min(...columns.map(({ length }) => length))
  const values = Array.from({ length: shortest }, (_, round) => ratio(...columns.map((one) => one[round] as Turn)))
  const found = median(values)
  return Number.isFinite(found) ? found : null
}
