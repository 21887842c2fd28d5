import type { Figures } from './figures.ts'
import { median, type Rounds } from './measure.ts'

const wide = (text: string, width: number) => text.padStart(width)
const milliseconds = (value: number) => (value < 10 ? value.toFixed(3) : value.toFixed(1))

/** One line a way: medians of its rounds. */
export function cellTable(name: string, rounds: Rounds): string {
  const lines = Object.entries(rounds).map(([way, turns]) => {
    const of = (pick: (turn: (typeof turns)[number]) => number) => median(turns.map(pick))
    const cpu = of((turn) => turn.cpuMicroseconds)
    return [
      way.padEnd(44),
      wide(milliseconds(of((turn) => turn.p50)), 9),
      wide(milliseconds(of((turn) => turn.p99)), 9),
      wide(Math.round(of((turn) => turn.callsPerSecond)).toLocaleString('en'), 9),
      wide(Number.isFinite(cpu) ? String(Math.round(cpu)) : '–', 9),
    ].join(' ')
  })
  return [`${name.padEnd(44)}    p50 ms    p99 ms   calls/s  cpu µs/call`, ...lines].join('\n')
}

const SAID: Partial<Record<keyof Figures, string>> = {
  addedP50VsBare: 'p50 added behind server.ts, against the bare proxy',
  callsVsBare: 'calls/s behind server.ts, against the bare proxy',
  cpuVsBare: 'processor time a call behind server.ts, against the bare proxy',
  aloneAddedP50VsBare: 'p50 added by npm run gateway, against the bare proxy',
  aloneCallsVsBare: 'calls/s of npm run gateway, against the bare proxy',
  aloneCpuVsBare: 'processor time a call of npm run gateway, against the bare proxy',
  bridgeAP50VsPass: 'p50 of bridge A, against pass-through',
  bridgeACallsVsPass: 'calls/s of bridge A, against pass-through',
  bridgeBP50VsPass: 'p50 of bridge B, against pass-through',
  bridgeBCallsVsPass: 'calls/s of bridge B, against pass-through',
  callsVsNginx: 'calls/s behind server.ts, against nginx',
  callsVsFastmcp: 'calls/s behind server.ts, against FastMCP’s proxy',
}

export function ratioTable(figures: Figures): string {
  return Object.entries(SAID)
    .flatMap(([key, said]) => {
      const value = figures[key as keyof Figures]
      return value === null ? [] : [`${said.padEnd(66)} ${wide(value.toFixed(2), 8)}`]
    })
    .join('\n')
}

const MEGABYTE = 1024 * 1024

export const megabytes = (bytes: number): number => Math.round((bytes / MEGABYTE) * 10) / 10
