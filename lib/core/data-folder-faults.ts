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

/** The sentence for a data folder that cannot be used; any other error comes back as it is. */
export function folderFault(dataDir: string, error: unknown): unknown {
  const why = WHY[String((error as NodeJS.ErrnoException).code)]
  if (why === undefined) return error
  return new FerryError('data_folder_unusable', 500, `The data folder ${dataDir} cannot be used: ${why}.`, {
    next: 'Correct that, or name another folder in DATA_DIR.',
    cause: error,
  })
}

/** Makes the data folder where it is missing, for its owner only. Throws `data_folder_unusable`. */
export function makeFolder(dataDir: string): void {
  try {
    fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw folderFault(dataDir, error)
  }
}
