import fs from 'node:fs'
import path from 'node:path'
import v8 from 'node:v8'
import type { PGlite, PGliteOptions } from '@electric-sql/pglite'
import packageFile from '../package.json' with { type: 'json' }

/** An empty database cluster as `npm run build` packs it, so that a first start need not make one: that takes 5 s and 1.1 GB of memory. */
export const TEMPLATE = path.resolve('.cache', `pglite-${packageFile.dependencies['@electric-sql/pglite']}.tar.gz`)

/** Where the embedded database lies in a data folder. */
export const embeddedFolder = (dataDir: string): string => path.join(dataDir, 'pglite')
/** Stands beside it until its first start is over: what is there then is half made and holds nothing. */
const unfinishedMark = (dataDir: string): string => path.join(dataDir, 'pglite.unfinished')

/** Whether a data folder has an embedded database. */
export function hasEmbedded(dataDir: string): boolean {
  return fs.existsSync(path.join(embeddedFolder(dataDir), 'PG_VERSION')) && !fs.existsSync(unfinishedMark(dataDir))
}

/**
 * Opens the embedded database of a data folder (`:memory:`: one in memory), and makes it first where there is none: of `from`, a
 * packed cluster, else of the template. A first start that was broken off is begun anew.
 */
export async function openEmbedded(dataDir: string, from?: Blob): Promise<PGlite> {
  if (dataDir === ':memory:') return create('memory://', await packed(from))
  const folder = embeddedFolder(dataDir)
  if (hasEmbedded(dataDir)) return create(folder)
  const mark = unfinishedMark(dataDir)
  if (fs.existsSync(mark)) fs.rmSync(folder, { recursive: true, force: true })
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  fs.writeFileSync(mark, '')
  const pglite = await create(folder, await packed(from))
  fs.rmSync(mark)
  return pglite
}

const TIERING = ['wasm-tier-up', 'wasm-dynamic-tiering']

/**
 * V8 would compile the hot functions of the database anew, among them one of 100 kB (the interpreter of expressions): that takes
 * 600 MB for a second. Whether it may is settled when the module is compiled; the process's other WebAssembly keeps the default.
 */
async function create(folder: string, options: PGliteOptions = {}): Promise<PGlite> {
  // Dynamic, so that a deployment on PostgreSQL never loads the embedded database.
  const { PGlite } = await import('@electric-sql/pglite')
  for (const flag of TIERING) v8.setFlagsFromString(`--no-${flag}`)
  try {
    return await PGlite.create(folder, options)
  } finally {
    for (const flag of TIERING) v8.setFlagsFromString(`--${flag}`)
  }
}

async function packed(from: Blob | undefined): Promise<{ loadDataDir?: Blob }> {
  if (from !== undefined) return { loadDataDir: from }
  return fs.existsSync(TEMPLATE) ? { loadDataDir: await fs.openAsBlob(TEMPLATE) } : {}
}
