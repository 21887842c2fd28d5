import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { keys, parseEnvironment } from '#lib/core/index.ts'

const holder = globalThis as { [key: symbol]: unknown }
let folder: string

/** The keys as a process finds them that starts on this folder. */
const start = () => {
  delete holder[Symbol.for('mcp-ferry.keys')]
  holder[Symbol.for('mcp-ferry.environment')] = parseEnvironment({ DATA_DIR: folder })
  return keys()
}
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-keys-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

it('makes keys in the data folder once, for the owner only', () => {
  const made = start()
  expect(start()).toEqual(made)
  expect(fs.statSync(path.join(folder, 'keys.json')).mode & 0o777).toBe(0o600)
})

it('makes none beside a database whose own are gone', () => {
  fs.mkdirSync(path.join(folder, 'pglite'))
  fs.writeFileSync(path.join(folder, 'pglite', 'PG_VERSION'), '18')
  expect(start).toThrow(expect.objectContaining({ code: 'keys_missing', message: expect.stringContaining(folder) }))
  expect(fs.readdirSync(folder)).toEqual(['pglite'])
})

it('says what is wrong with a file of keys without repeating it', () => {
  const file = path.join(folder, 'keys.json')
  for (const [content, why] of [
    ['{"AUTH_SECRET": "s3cret', 'it is not JSON'],
    ['{"AUTH_SECRET": "s3cret"}', 'AUTH_SECRET or SEALING_KEYS is missing in it'],
    ['{"AUTH_SECRET": "s3cret", "SEALING_KEYS": "k1:s3cret"}', 'the key «k1» has 6 characters, not 43'],
  ] as const) {
    fs.writeFileSync(file, content)
    expect(start).toThrow(expect.objectContaining({ code: 'keys_unreadable', message: expect.stringContaining(why) }))
    expect(start).not.toThrow(/s3cret/)
  }
})
