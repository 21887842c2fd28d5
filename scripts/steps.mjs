// Plain JavaScript for any Node from 20 on: runs before anything is installed.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

export const ROOT = path.resolve(import.meta.dirname, '..')
const BIN = path.join(ROOT, 'node_modules', '.bin')
const STAMPS = path.join(ROOT, 'node_modules', '.cache', 'mcp-ferry')

/** The Node 24 that the project installs, so that an older Node can start its scripts. */
export const NODE = path.join(BIN, process.platform === 'win32' ? 'node.cmd' : 'node')

/** What children see: the project's own binaries first. */
export const childEnv = (extra = {}) => ({
  ...process.env,
  PATH: `${BIN}${path.delimiter}${process.env.PATH}`,
  ...extra,
})

const running = new Set()

/** Runs a command; resolves with its exit code and what it printed. With `quiet` the output is only collected. */
export function run(command, args, { quiet = false, env = {}, cwd = ROOT } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: childEnv(env), stdio: ['ignore', 'pipe', 'pipe'] })
    running.add(child)
    let output = ''
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ])
      from.on('data', (chunk) => {
        output += chunk
        if (!quiet) to.write(chunk)
      })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      running.delete(child)
      resolve({ code: code ?? (signal ? 1 : 0), output })
    })
  })
}

/** Ends what runs, when we are told to end; and when the process that started us is gone without telling. */
export function endWithParent(stop = () => process.exit(130)) {
  let ending = false
  const end = (signal) => {
    if (ending) return
    ending = true
    for (const child of running) child.kill(signal)
    stop(signal)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(signal))
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && end('SIGTERM'), 500).unref()
}

/** Seconds with one decimal, for a step's line. */
export const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`

/** SHA-256 over names and contents of the files below some folders: tells whether an earlier result still holds. */
export function digestOf(places) {
  const hash = createHash('sha256')
  const visit = (at) => {
    const stat = fs.statSync(at, { throwIfNoEntry: false })
    if (stat === undefined) return
    if (stat.isDirectory()) {
      for (const name of fs.readdirSync(at).sort())
        if (name !== 'node_modules' && !name.startsWith('.')) visit(path.join(at, name))
      return
    }
    hash.update(path.relative(ROOT, at)).update('\0').update(fs.readFileSync(at))
  }
  for (const place of places) visit(path.join(ROOT, place))
  return hash.digest('hex')
}

/** Whether the stamp of a finished step says that it was done for this digest. */
export const isStamped = (name, digest) => {
  try {
    return fs.readFileSync(path.join(STAMPS, name), 'utf8') === digest
  } catch {
    return false
  }
}

/** Remembers that a step was done for this digest. */
export function stamp(name, digest) {
  fs.mkdirSync(STAMPS, { recursive: true })
  fs.writeFileSync(path.join(STAMPS, name), digest)
}

/** What the production build depends on. */
const BUILD_INPUTS = [
  'app',
  'components',
  'lib',
  'db',
  'sandbox',
  'public',
  'next.config.ts',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
]

/** Installs exactly what the lock says, unless that is there already. Returns whether anything was done. */
export async function install() {
  const digest = digestOf(['package.json', 'package-lock.json'])
  if (isStamped('install', digest) && fs.existsSync(NODE)) return false
  const { code, output } = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    quiet: true,
    env: { PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
  })
  if (code !== 0) throw new Error(`npm ci failed:\n${output}`)
  stamp('install', digest)
  return true
}

/** Tells the build that lies there from any other, such as that of a release or for another base path; empty where there is none. */
function buildId() {
  const file = path.join(ROOT, '.next', 'BUILD_ID')
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : ''
}

/** Builds the pages for production, unless the build there is of these very files. Returns whether anything was done. */
export async function build() {
  const digest = `${digestOf(BUILD_INPUTS)} ${process.env.BASE_PATH ?? ''}`
  if (buildId() !== '' && isStamped('build', `${digest} ${buildId()}`)) return false
  const { code, output } = await run(path.join(BIN, 'next'), ['build'], {
    quiet: true,
    env: { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
  })
  if (code !== 0) throw new Error(`next build failed:\n${output}`)
  stamp('build', `${digest} ${buildId()}`)
  return true
}

/** Packs the empty database that a first embedded start begins from, unless it is there. Returns whether anything was done. */
export async function template() {
  const { code, output } = await run(NODE, ['scripts/template.ts'], { quiet: true })
  if (code !== 0) throw new Error(`the template of the embedded database was not made:\n${output}`)
  return output.includes('made')
}
