import fs from 'node:fs'
import { FerryError } from './errors.ts'

const WHY: Record<string, string> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it is on a file system that can only be read',
  ENOSPC: 'no room is left on its disk',
  EDQUOT: 'the quota of its disk is used up',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'a file has its name',
}

/** The embedded database's own file system names faults by the numbers of WASI. */
const EMBEDDED_ERRNO: Record<number, string> = { 2: 'EACCES', 51: 'ENOSPC', 63: 'EPERM', 69: 'EROFS' }

/** Less than a piece of the write-ahead log, which PostgreSQL needs to begin. */
const NO_ROOM = 16 * 1024 * 1024

/** The sentence for a data folder that cannot be used; any other error comes back as it is. */
export function folderFault(dataDir: string, error: unknown): unknown {
  const { code, name, errno } = error as NodeJS.ErrnoException
  const why = WHY[String(name === 'ErrnoError' ? EMBEDDED_ERRNO[Number(errno)] : code)]
  if (why === undefined) return error
  return new FerryError('data_folder_unusable', 500, `The data folder ${dataDir} cannot be used: ${why}.`, {
    next: 'Correct that, or name another folder in DATA_DIR.',
    cause: error,
  })
}

/** The sentence for an embedded database that gave up while it opened: for what ails its folder, for want of room, or for what it found there. */
export function embeddedFault(dataDir: string, error: unknown): unknown {
  const fault = folderFault(dataDir, error)
  if (fault instanceof FerryError || !(error instanceof Error)) return fault
  const { bavail, bsize } = fs.statfsSync(dataDir)
  if (bavail * bsize < NO_ROOM) return folderFault(dataDir, { code: 'ENOSPC' })
  return new FerryError(
    'embedded_broken',
    500,
    `The embedded database in ${dataDir} cannot be opened: ${error.message}`,
    {
      next: 'When it is damaged: keep the folder, and restore a backup into another one.',
      cause: error,
    },
  )
}

/** Makes the data folder where it is missing, for its owner only. Throws `data_folder_unusable`. */
export function makeFolder(dataDir: string): void {
  try {
    fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw folderFault(dataDir, error)
  }
}
