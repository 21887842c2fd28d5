import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import readline from 'node:readline'

interface Report {
  finished: number
  total: number
  ended: boolean
}

/** A worker process of a test. */
export interface WorkerChild {
  /** What it reported last of the newest run. */
  readonly last: Report | undefined
  /** Resolves once it works. */
  ready: Promise<void>
  /** Resolves with the first report that fits. */
  until(fits: (report: Report) => boolean): Promise<Report>
  /** As the power goes off. */
  kill(): Promise<void>
  /** Asks it to stop, and tells its exit code. */
  stop(): Promise<number | null>
}

/** Starts a worker on that database: a PostgreSQL URL, or the folder of an embedded one. */
export function startWorkerChild(database: string): WorkerChild {
  const child: ChildProcess = spawn(process.execPath, [path.resolve('tests/helpers/worker-process.ts')], {
    env: { ...process.env, TEST_DATABASE: database, NODE_NO_WARNINGS: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const waiting = new Set<{ fits: (report: Report) => boolean; resolve: (report: Report) => void }>()
  let last: Report | undefined
  let isReady = () => {}
  const ready = new Promise<void>((resolve) => {
    isReady = resolve
  })
  readline.createInterface({ input: child.stdout ?? process.stdin }).on('line', (line) => {
    const said = JSON.parse(line) as Report & { ready?: boolean }
    if (said.ready === true) return isReady()
    last = said
    for (const one of waiting)
      if (one.fits(said)) {
        waiting.delete(one)
        one.resolve(said)
      }
  })
  return {
    get last() {
      return last
    },
    ready,
    until: (fits) => new Promise((resolve) => waiting.add({ fits, resolve })),
    kill: async () => {
      child.kill('SIGKILL')
      await exited
    },
    stop: () => {
      child.kill('SIGTERM')
      return exited
    },
  }
}
