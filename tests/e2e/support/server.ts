import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { freePort } from '#tests/helpers/free-port.ts'

/** A server of the production build, with a database of its own. */
export interface TestServer {
  url: string
  port: number
  /** The one-time set-up code; undefined when there is a user already. */
  code: string | undefined
  dataDir: string
  /** Everything that it wrote, standard output and error. */
  output(): string
  /** Ends it as an operator does; resolves with its exit code. */
  stop(): Promise<number | null>
  /** Ends it as a power cut does. */
  kill(): Promise<void>
  /** Starts it again on the same port and data. */
  restart(): Promise<void>
  /** Ends it and removes its data. */
  dispose(): Promise<void>
}

export const ADMIN = { email: 'admin@example.com', password: 'a long enough password' }

/** Starts `server.ts` and waits until it is ready. With `admin`, the first admin exists already (see `ADMIN`). */
export async function startServer({
  admin = false,
  env = {},
}: {
  admin?: boolean
  env?: Record<string, string>
} = {}): Promise<TestServer> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-e2e-'))
  const port = await freePort()
  let child: ChildProcess
  let output = ''
  let code: string | undefined

  const start = async () => {
    child = spawn('node_modules/.bin/node', ['server.ts'], {
      env: {
        ...process.env,
        NODE_ENV: 'production',
        PORT: String(port),
        DATA_DIR: dataDir,
        DATABASE_URL: '',
        LOG_LEVEL: 'debug',
        ...(admin && { ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password }),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    const starting = child
    for (const stream of [starting.stdout, starting.stderr])
      stream?.on('data', (chunk) => {
        output += chunk
      })
    const ended = once(starting, 'exit').then(() => {
      throw new Error(`the server ended:\n${output}`)
    })
    const [message] = (await Promise.race([once(starting, 'message'), ended])) as [{ code?: string }]
    ended.catch(() => {})
    code = message.code
  }
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit')
      child.kill(signal)
      await gone
    }
    return child.exitCode
  }
  await start()
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    get code() {
      return code
    },
    dataDir,
    output: () => output,
    stop: () => end('SIGTERM'),
    kill: async () => void (await end('SIGKILL')),
    restart: start,
    dispose: async () => {
      await end('SIGKILL')
      fs.rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
