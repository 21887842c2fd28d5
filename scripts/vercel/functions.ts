import fs from 'node:fs'
import path from 'node:path'

/** A function of a build output, as it would be deployed. */
export interface VercelFunction {
  name: string
  megabytes: number
  /** `nodejs24.x` */
  runtime: string
  /** Seconds; undefined for the plan's default. */
  maxDuration: number | undefined
  /** Files of the embedded database. */
  embedded: string[]
}

const MOST_MEGABYTES = 50
const LEAST_NODE = 24
/** Parts of Next that serve no page of ours: `_middleware`, `_not-found`, `_global-error`. */
const isOfNext = (name: string) => name.startsWith('_')

/** Every function of the output; routes that share one are links to it. */
export function readFunctions(output: string): VercelFunction[] {
  const root = path.join(output, 'functions')
  return foldersOf(root).map((folder) => {
    const config = JSON.parse(fs.readFileSync(path.join(folder, '.vc-config.json'), 'utf8')) as {
      runtime?: string
      maxDuration?: number
      filePathMap?: Record<string, string>
    }
    // An excluded package leaves a dangling link.
    const files = fs
      .readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((file) => path.join(folder, file))
      .filter((file) => fs.existsSync(file) && fs.statSync(file).isFile())
    const names = [...files.map((file) => path.relative(folder, file)), ...Object.keys(config.filePathMap ?? {})]
    return {
      name: path.relative(root, folder).replace(/\.func$/, ''),
      megabytes: files.reduce((sum, file) => sum + fs.statSync(file).size, 0) / 1e6,
      runtime: config.runtime ?? '?',
      maxDuration: config.maxDuration,
      embedded: names.filter((file) => /@electric-sql[/+]pglite|pglite[^/]*\.(wasm|data|tar)/.test(file)),
    }
  })
}

function foldersOf(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const at = path.join(folder, entry.name)
    if (!entry.isDirectory()) return []
    return entry.name.endsWith('.func') ? [at] : foldersOf(at)
  })
}

/** What is wrong with a function, one sentence each. `maxDuration`: what vercel.json says. */
export function functionFaults(one: VercelFunction, maxDuration: number): string[] {
  const { name, megabytes, runtime } = one
  const node = Number(/^nodejs(\d+)\.x$/.exec(runtime)?.[1] ?? 0)
  return [
    megabytes > MOST_MEGABYTES && `${name} has ${megabytes.toFixed(1)} MB; at most ${MOST_MEGABYTES} are meant.`,
    node < LEAST_NODE && `${name} runs on ${runtime}; Node.js ${LEAST_NODE} is needed.`,
    one.embedded.length > 0 && `${name} holds the embedded database: ${one.embedded[0]}.`,
    !isOfNext(name) &&
      one.maxDuration !== maxDuration &&
      `${name} may run for ${one.maxDuration ?? 'the default'} s; vercel.json says ${maxDuration}.`,
  ].filter((fault) => fault !== false)
}
