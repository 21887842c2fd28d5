import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A server in a process of its own. */
export interface Child {
  port: number
  /** Bytes that it holds in memory now. */
  memory(): number
  /** Seconds of processor time that it has used so far; NaN where the system does not tell. */
  cpuSeconds(): number
  close(): Promise<void>
}

const START_MS = 60_000
const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Starts a command that listens on `port` and waits until it does. Throws what it printed when it does not. */
export async function startChild(
  command: string,
  args: string[],
  { port, env = {}, cwd }: { port: number; env?: Record<string, string>; cwd?: string },
): Promise<Child> {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    cwd,
    stdio: ['ignore', 'pipe', 'pipe', ...(command === process.execPath ? (['ipc'] as const) : [])],
  })
  running.add(child)
  let printed = ''
  let up = false
  child.once('exit', (code, signal) => {
    // What ends by itself says why; what we end is not in the set any more.
    if (running.delete(child) && up) console.error(`${args.join(' ')} ended (${signal ?? code}):\n${printed}`)
  })
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      printed = `${printed}${chunk}`.slice(-4000)
    })
  const until = Date.now() + START_MS
  while (!(await listens(port))) {
    if (child.exitCode !== null || Date.now() > until) {
      child.kill('SIGKILL')
      throw new Error(`${command} ${args.join(' ')} did not start:\n${printed}`)
    }
    await sleep(50)
  }
  up = true
  return { port, memory: () => memoryOf(child), cpuSeconds: () => cpuSecondsOf(child), close: () => end(child) }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1')
    const settle = (up: boolean) => {
      socket.destroy()
      resolve(up)
    }
    socket.once('connect', () => settle(true)).once('error', () => settle(false))
  })
}

function memoryOf({ pid }: ChildProcess): number {
  if (process.platform !== 'linux') return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)])) * 1024
  return Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024
}

/** Ticks of user and system time, the 14th and 15th field, a hundredth of a second each. */
function cpuSecondsOf({ pid }: ChildProcess): number {
  if (process.platform !== 'linux') return Number.NaN
  const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  running.delete(child)
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000)
  await gone
  clearTimeout(timer)
}
