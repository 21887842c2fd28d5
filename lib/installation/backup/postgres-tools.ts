import { spawn } from 'node:child_process'
import { pipeline } from 'node:stream/promises'
import { FerryError } from '#lib/core/index.ts'

type Tool = 'pg_dump' | 'pg_restore' | 'psql'

/** A PostgreSQL URL as its tools take it: the password goes by the environment, because arguments are seen by every user of a machine. */
function target(url: string): { address: string; env: NodeJS.ProcessEnv } {
  const address = new URL(url)
  const password = decodeURIComponent(address.password)
  address.password = ''
  return { address: address.href, env: { ...process.env, ...(password !== '' && { PGPASSWORD: password }) } }
}

/**
 * Runs a tool of PostgreSQL against a database, or against none with `url: undefined`, and gives its standard output. `input` goes to
 * its standard input; when that fails, the tool is ended before it sees an end of it. Throws `postgres_tool_missing` or, with
 * what the tool said last, `postgres_tool_failed`.
 */
export async function runTool(
  tool: Tool,
  args: readonly string[],
  { url, input }: { url: string | undefined; input?: AsyncIterable<string | Buffer> },
): Promise<string> {
  const { child, ended } = start(tool, args, url)
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  if (input === undefined) child.stdin.end()
  else {
    const source = async function* () {
      try {
        yield* input
      } catch (error) {
        // Before it sees an end, which would be the end of its transaction.
        child.kill('SIGKILL')
        throw error
      }
    }
    await pipeline(source, child.stdin).catch(async (error: NodeJS.ErrnoException) => {
      // A tool that ends early closes its input; its own words say why.
      if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_PREMATURE_CLOSE') await ended
      throw error
    })
  }
  await ended
  return output
}

/** What a tool writes, as it comes; throws like `runTool`. */
export async function* streamTool(tool: Tool, args: readonly string[]): AsyncGenerator<Buffer> {
  const { child, ended } = start(tool, args, undefined)
  child.stdin.end()
  yield* child.stdout
  await ended
}

function start(tool: Tool, args: readonly string[], url: string | undefined) {
  const to = url === undefined ? undefined : target(url)
  const child = spawn(tool, [...args, ...(to === undefined ? [] : ['--dbname', to.address])], {
    env: to?.env ?? process.env,
    stdio: 'pipe',
  })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-2000)
  })
  child.stdin.on('error', () => {})
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'ENOENT' ? missing(tool) : error))
    child.once('close', (code) => (code === 0 ? resolve() : reject(failed(tool, said))))
  })
  ended.catch(() => {})
  return { child, ended }
}

function failed(tool: Tool, said: string): FerryError {
  const last = said.trim().split('\n').slice(-3).join(' ')
  return new FerryError('postgres_tool_failed', 500, `${tool} failed: ${last}`, {
    next: 'Nothing was changed in the database.',
  })
}

function missing(tool: Tool): FerryError {
  return new FerryError('postgres_tool_missing', 500, `${tool} is not on the PATH.`, {
    next: "Install PostgreSQL's client programs (Debian: postgresql-client), at least as new as the server.",
  })
}

/** The major release of a tool on the PATH. */
async function toolRelease(tool: Tool): Promise<number> {
  return Number(/(\d+)/.exec(await runTool(tool, ['--version'], { url: undefined }))?.[1])
}

/** Refuses a tool that is older than the server, which PostgreSQL's tools do not support. Throws `postgres_tool_old`. */
export async function requireToolFor(tool: Tool, serverRelease: number): Promise<void> {
  const release = await toolRelease(tool)
  if (release >= serverRelease) return
  throw new FerryError('postgres_tool_old', 500, `${tool} is of release ${release}, the server of ${serverRelease}.`, {
    next: `Install PostgreSQL's client programs of release ${serverRelease} or later, and put them first on the PATH.`,
  })
}
