import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { folderFault, makeFolder } from './data-folder-faults.ts'
import { environment, parseEnvironment } from './environment.ts'
import { FerryError } from './errors.ts'

/** A key that seals secrets: its id stands in each sealed text's header, so that keys can be rotated. */
export interface SealingKey {
  id: string
  /** 32 bytes. */
  key: Uint8Array
}

/** The process's keys. The first sealing key seals; the others only open what they sealed before. */
export interface Keys {
  sealing: [SealingKey, ...SealingKey[]]
  authSecret: string
}

/** The text form of a fresh set of keys, as the environment takes them. */
export function makeKeys(): { AUTH_SECRET: string; SEALING_KEYS: string } {
  return {
    AUTH_SECRET: randomBytes(32).toString('base64url'),
    SEALING_KEYS: `k1:${randomBytes(32).toString('base64url')}`,
  }
}

const CACHE = Symbol.for('mcp-ferry.keys')
type Holder = { [CACHE]?: Keys }

/** The keys of this process: from the environment, else from `keys.json` in the data folder, made there (mode 600) on first use. */
export function keys(): Keys {
  const holder = globalThis as Holder
  holder[CACHE] ??= loadKeys()
  return holder[CACHE]
}

function loadKeys(): Keys {
  const env = environment()
  const kept =
    env.SEALING_KEYS !== undefined && env.AUTH_SECRET !== undefined
      ? undefined
      : keptKeys(env.DATA_DIR, env.SEALING_KEYS !== undefined)
  const [first, ...rest] = (env.SEALING_KEYS ?? kept?.SEALING_KEYS ?? '').split(',').map(parseKey)
  if (first === undefined) throw new Error('no sealing key')
  return { sealing: [first, ...rest], authSecret: env.AUTH_SECRET ?? kept?.AUTH_SECRET ?? '' }
}

/** The keys of this process in their text form, as `keys.json` and the environment have them. */
export function keyTexts(): ReturnType<typeof makeKeys> {
  const { sealing, authSecret } = keys()
  const text = ({ id, key }: SealingKey) => `${id}:${Buffer.from(key).toString('base64url')}`
  return { AUTH_SECRET: authSecret, SEALING_KEYS: sealing.map(text).join(',') }
}

function parseKey(text: string): SealingKey {
  const [id = '', key = ''] = text.split(':')
  return { id, key: Buffer.from(key, 'base64url') }
}

/** Keys of the data folder, made on the first start; but no sealing keys beside a database: its secrets are sealed with others. */
function keptKeys(dataDir: string, sealingGiven: boolean): ReturnType<typeof makeKeys> {
  const file = keyFile(dataDir)
  if (!sealingGiven && !fs.existsSync(file) && fs.existsSync(path.join(dataDir, 'pglite', 'PG_VERSION')))
    throw new FerryError('keys_missing', 500, `The data folder ${dataDir} has a database, but its keys.json is gone.`, {
      next: 'Put that file back, or give AUTH_SECRET and SEALING_KEYS. When they are lost: «npm run keys -- --accept».',
    })
  makeKeyFile(dataDir)
  return readKeyFile(file)
}

/** Where a data folder keeps its keys. */
export function keyFile(dataDir: string): string {
  return path.join(dataDir, 'keys.json')
}

/** Makes fresh keys in a data folder, unless it has some. Throws `data_folder_unusable`. */
export function makeKeyFile(dataDir: string): void {
  makeFolder(dataDir)
  try {
    // «wx» lets only one of two processes that start together make the keys.
    fs.writeFileSync(keyFile(dataDir), `${JSON.stringify(makeKeys(), null, 2)}\n`, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw folderFault(dataDir, error)
  }
}

/** Reads a file of keys as `keys.json` is; a fault is named without any of its content. */
export function readKeyFile(file: string): ReturnType<typeof makeKeys> {
  const fault = (why: string) =>
    new FerryError('keys_unreadable', 500, `The keys in ${file} cannot be read: ${why}.`, {
      next: 'Put the right file back; it has AUTH_SECRET and SEALING_KEYS, in JSON.',
    })
  let content: unknown
  try {
    content = JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch (error) {
    throw fault((error as NodeJS.ErrnoException).code ?? 'it is not JSON')
  }
  const { AUTH_SECRET, SEALING_KEYS } = (content ?? {}) as Record<string, unknown>
  if (typeof AUTH_SECRET !== 'string' || typeof SEALING_KEYS !== 'string')
    throw fault('AUTH_SECRET or SEALING_KEYS is missing in it')
  try {
    parseEnvironment({ AUTH_SECRET, SEALING_KEYS })
  } catch (error) {
    throw fault(error instanceof Error ? error.message : String(error))
  }
  return { AUTH_SECRET, SEALING_KEYS }
}
