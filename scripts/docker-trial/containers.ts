import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** Runs a command and returns what it printed; throws with what it printed otherwise. */
export async function command(
  file: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  try {
    const { stdout } = await execute(file, args, { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 })
    return stdout.trim()
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`${file} ${args.slice(0, 3).join(' ')} … failed:\n${stdout}${stderr}`.slice(0, 4000))
  }
}

export const docker = (...args: string[]): Promise<string> => command('docker', args)

/** Everything that a container wrote. */
export async function logsOf(name: string): Promise<string> {
  const { stdout, stderr } = await execute('docker', ['logs', name])
  return stdout + stderr
}

/** Waits until an address answers 200. */
export async function untilReady(url: string, seconds = 90): Promise<void> {
  for (const until = Date.now() + seconds * 1000; Date.now() < until; await sleep(250)) {
    const answer = await fetch(`${url}/api/health/ready`).catch(() => undefined)
    if (answer?.ok) return
  }
  throw new Error(`${url} was not ready within ${seconds} s`)
}

/** Waits until a container has written a text. */
export async function untilSaid(name: string, text: string, seconds = 60): Promise<void> {
  for (const until = Date.now() + seconds * 1000; Date.now() < until; await sleep(100))
    if ((await logsOf(name)).includes(text)) return
  throw new Error(`${name} did not say «${text}» within ${seconds} s:\n${(await logsOf(name)).slice(-1000)}`)
}

/** Stops a container as `docker stop` does by itself, and tells how many milliseconds that took. Throws unless it ended with 0 within 10 s. */
export async function stop(name: string): Promise<number> {
  const began = performance.now()
  await docker('stop', name)
  const ms = Math.round(performance.now() - began)
  const code = await docker('inspect', '--format', '{{.State.ExitCode}}', name)
  if (code === '0' && ms < 10_000) return ms
  throw new Error(`${name} ended with ${code} after ${ms} ms:\n${(await logsOf(name)).slice(-1000)}`)
}

/** Waits until a container has ended, and tells its exit code. */
export async function untilEnded(name: string, seconds = 60): Promise<number> {
  for (const until = Date.now() + seconds * 1000; Date.now() < until; await sleep(250)) {
    const [running, code] = (await docker('inspect', '--format', '{{.State.Running}} {{.State.ExitCode}}', name)).split(
      ' ',
    )
    if (running === 'false') return Number(code)
  }
  throw new Error(`${name} did not end within ${seconds} s`)
}
