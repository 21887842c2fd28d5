import fs from 'node:fs'
import path from 'node:path'
import { FerryError, type makeKeys, readKeyFile } from '#lib/core/index.ts'

/** Where the keys of a backup lie, when they were asked for. */
export const keysBeside = (file: string): string => `${file}.keys`

/** Refuses to write over a file, or where its folder is missing. Throws `file_exists`, `folder_missing`. */
export function requireFree(file: string): void {
  if (fs.existsSync(file))
    throw new FerryError('file_exists', 409, `${file} exists already.`, { next: 'Choose another name, or remove it.' })
  if (!fs.existsSync(path.dirname(path.resolve(file))))
    throw new FerryError('folder_missing', 404, `The folder of ${file} does not exist.`, { next: 'Make it first.' })
}

/** Writes a file by `write`, for its owner only, so that it is there whole or not at all. Returns its size in bytes. */
export async function writeWhole(file: string, write: (part: string) => Promise<void>): Promise<number> {
  const part = `${file}.part`
  try {
    fs.writeFileSync(part, '', { mode: 0o600 })
    await write(part)
    const descriptor = fs.openSync(part, 'r+')
    fs.fsyncSync(descriptor)
    fs.closeSync(descriptor)
    fs.renameSync(part, file)
    return fs.statSync(file).size
  } catch (error) {
    fs.rmSync(part, { force: true })
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC' || code === 'EACCES' || code === 'EROFS')
      throw new FerryError('file_unwritable', 500, `${file} cannot be written (${code}).`, {
        next: 'Choose a place with room that this user may write to.',
      })
    throw error
  }
}

/** What a file is, by its first bytes: of an embedded database, of pg_dump, or nothing of ours. Throws `no_backup`. */
export function kindOfBackup(file: string): 'embedded' | 'postgres' {
  const head = Buffer.alloc(5)
  try {
    const descriptor = fs.openSync(file, 'r')
    fs.readSync(descriptor, head)
    fs.closeSync(descriptor)
  } catch (error) {
    throw new FerryError('no_backup', 404, `${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
  if (head.toString() === 'PGDMP') return 'postgres'
  if (head[0] === 0x1f && head[1] === 0x8b) return 'embedded'
  throw new FerryError('no_backup', 422, `${file} is not a backup of MCP Ferry.`, {
    next: 'Give a file that «npm run backup» has written.',
  })
}

/** The keys that were written beside a backup, if any. */
export function keysOf(file: string): ReturnType<typeof makeKeys> | undefined {
  return fs.existsSync(keysBeside(file)) ? readKeyFile(keysBeside(file)) : undefined
}
