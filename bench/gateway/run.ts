import os from 'node:os'
import { build } from '#scripts/steps.mjs'
import { figuresOf } from './figures.ts'
import { measureCell, median, type Rounds, type Way, warmUp } from './measure.ts'
import { type BigResult, carryBigResults } from './memory.ts'
import { callSteadily } from './oauth.ts'
import { planOf } from './plan.ts'
import { cellTable, megabytes, ratioTable } from './report.ts'
import { holdStreams } from './streams.ts'
import { NAMES, setStage } from './ways.ts'

export interface Options {
  quick?: boolean
  json?: boolean
  streams?: number
  seconds?: number
  /** Calls a service with short-lived access tokens too, 50 times a second for a minute. */
  oauth?: boolean
}

/** npm run bench -- gateway: what the gateway costs, in ratios of one run. */
export async function benchGateway({ json = false, ...wanted }: Options): Promise<void> {
  const plan = planOf(wanted)
  await build()
  const stage = await setStage()
  try {
    const { ways } = stage
    console.log(
      `Node ${process.versions.node}, ${os.availableParallelism()} cores, ${stage.database}; ${[...stage.versions, ...stage.skipped].join('; ')}`,
    )
    // First, while the memory of the processes still tells what a stream takes.
    const holding = [ways.bare, ways.front, ways.alone].flatMap((way) =>
      way?.server === undefined ? [] : [{ target: way.target, server: way.server }],
    )
    const held = await holdStreams(holding, stage.upstream.port, plan.streams, plan.streamSeconds)
    const [bareStreams, frontStreams, aloneStreams = frontStreams] = held
    console.log(`\n${plan.streams.toLocaleString('en')} open streams for ${plan.streamSeconds} s`)
    for (const [at, { target }] of holding.entries())
      console.log(
        `${target.name.padEnd(44)} ${held[at]?.lost} lost, ${((held[at]?.bytesEach ?? 0) / 1024).toFixed(1)} kB each`,
      )

    await warmUp(Object.values(ways), plan.warmUpMs)
    const cells: Record<string, Rounds> = {}
    for (const cell of plan.cells) {
      const rounds = await measureCell(Object.values(ways), cell)
      cells[cell.name] = rounds
      console.log(`\n${cellTable(cell.name, rounds)}`)
    }
    const figures = figuresOf(cells)
    console.log(`\n${ratioTable(figures)}`)

    const big: Record<string, BigResult> = {}
    console.log(
      `\nA result of ${megabytes(plan.bigResultBytes).toLocaleString('en')} MB, the caller stopping for a while`,
    )
    for (const { target, server } of [ways.bare, ways.front, ways.bridgeA, ways.bridgeB] as Way[]) {
      if (server === undefined) continue
      const found = await carryBigResults(target, server, plan.bigResultBytes, plan.bigResults)
      big[target.name] = found
      console.log(
        `${target.name.padEnd(44)} ${megabytes(found.extraPeak)} MB above before at most, ${megabytes(found.extraAfter)} MB after, ${Math.round(found.megabytesPerSecond)} MB/s`,
      )
    }

    const steady = wanted.oauth
      ? await callSteadily(stage.oauth, stage.upstream.port, 50, wanted.quick ? 12 : 60)
      : undefined
    if (steady !== undefined)
      console.log(
        `\nAccess tokens that live 5 s, 50 calls/s: ${steady.calls} calls, ${steady.failures} failed${steady.reason === undefined ? '' : ` (${steady.reason})`}, ${steady.tokens} tokens fetched`,
      )

    if (json)
      console.log(
        JSON.stringify(
          {
            ...figures,
            bigResultExtraMb: megabytes(big[NAMES.front]?.extraPeak ?? Number.NaN),
            bridgeABigResultExtraMb: megabytes(big[NAMES.bridgeA]?.extraPeak ?? Number.NaN),
            bridgeBBigResultExtraMb: megabytes(big[NAMES.bridgeB]?.extraPeak ?? Number.NaN),
            streams: plan.streams,
            streamSeconds: plan.streamSeconds,
            streamsLost: held.slice(1).reduce((sum, { lost }) => sum + lost, 0),
            // Behind server.ts the garbage of its start drowns what a stream takes.
            streamMemoryVsBare: (aloneStreams?.bytesEach ?? Number.NaN) / (bareStreams?.bytesEach ?? Number.NaN),
            oauth: steady ?? null,
            quick: wanted.quick ?? false,
            database: stage.database,
            node: process.versions.node,
            cores: os.availableParallelism(),
            others: stage.versions,
            skipped: stage.skipped,
            cells: Object.fromEntries(Object.entries(cells).map(([name, rounds]) => [name, medians(rounds)])),
          },
          (_, value) => (typeof value === 'number' ? Math.round(value * 1000) / 1000 : value),
        ),
      )
  } finally {
    await stage.close()
  }
}

function medians(rounds: Rounds): object {
  return Object.fromEntries(
    Object.entries(rounds).map(([way, turns]) => [
      way,
      {
        p50: median(turns.map((turn) => turn.p50)),
        p99: median(turns.map((turn) => turn.p99)),
        callsPerSecond: median(turns.map((turn) => turn.callsPerSecond)),
        cpuMicroseconds: median(turns.map((turn) => turn.cpuMicroseconds)),
      },
    ]),
  )
}
