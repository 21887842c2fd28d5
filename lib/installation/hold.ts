import { holdDataFolder } from '#db/data-folder.ts'
import { type Environment, FerryError, folderFault } from '#lib/core/index.ts'

/**
 * Takes the data folder of an embedded database for this process, known to others as `who` (an address, a command); returns how
 * to give it back. With PostgreSQL there is nothing to take. Throws `data_folder_taken`, `data_folder_unusable`.
 */
export function holdInstallation(
  { DATABASE_URL, DATA_DIR }: Pick<Environment, 'DATABASE_URL' | 'DATA_DIR'>,
  who: string,
): () => void {
  if (DATABASE_URL !== undefined) return () => {}
  const hold = take(DATA_DIR, who)
  if (hold.held) return hold.release
  const { pid, url, since } = hold.holder
  throw new FerryError(
    'data_folder_taken',
    500,
    `The data folder ${DATA_DIR} is held by process ${pid} (${url}, since ${since}).`,
    { next: 'Use that one, stop it first, or give this one another DATA_DIR.' },
  )
}

function take(dataDir: string, who: string): ReturnType<typeof holdDataFolder> {
  try {
    return holdDataFolder(dataDir, who)
  } catch (error) {
    throw folderFault(dataDir, error)
  }
}
