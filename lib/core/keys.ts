import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { environment } from './environment.ts'

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
  const kept = env.SEALING_KEYS !== undefined && env.AUTH_SECRET !== undefined ? undefined : keptKeys(env.DATA_DIR)
  const [first, ...rest] = (env.SEALING_KEYS ?? kept?.SEALING_KEYS ?? '').split(',').map(parseKey)
  if (first === undefined) throw new Error('no sealing key')
  return { sealing: [first, ...rest], authSecret: env.AUTH_SECRET ?? kept?.AUTH_SECRET ?? '' }
}

function parseKey(text: string): SealingKey {
  const [id = '', key = ''] = text.split(':')
  return { id, key: Buffer.from(key, 'base64url') }
}

function keptKeys(dataDir: string): ReturnType<typeof makeKeys> {
  const file = path.join(dataDir, 'keys.json')
  fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  try {
    // «wx» lets only one of two processes that start together make the keys.
    fs.writeFileSync(file, `${JSON.stringify(makeKeys(), null, 2)}\n`, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return JSON.parse(fs.readFileSync(file, 'utf8'))
}
