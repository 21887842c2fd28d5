import fs from 'node:fs'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import zlib from 'node:zlib'
import { openDatabase } from '#db/client.ts'
import { embeddedFolder, hasEmbedded } from '#db/embedded.ts'
import { readMigrationState } from '#db/migration-state.ts'
import { type Environment, FerryError, keyFile, type makeKeys } from '#lib/core/index.ts'
import { requireVersion } from '../require-version.ts'
import { readSchemaNote } from '../schema-note.ts'

/** Unpacks the backup beside what is there, looks whether this release can serve it, and only then puts it into its place. */
export async function restoreEmbedded(
  { DATA_DIR, SEALING_KEYS }: Environment,
  file: string,
  { replace, beside }: { replace: boolean; beside: ReturnType<typeof makeKeys> | undefined },
): Promise<{ before: string | undefined; taken: boolean }> {
  if (hasEmbedded(DATA_DIR) && !replace)
    throw new FerryError('not_empty', 409, `The data folder ${DATA_DIR} has a database already.`, {
      next: 'Name another folder in DATA_DIR, or add --replace: what is there is then kept under another name.',
    })
  const unpacked = `${embeddedFolder(DATA_DIR)}.restoring`
  fs.rmSync(unpacked, { recursive: true, force: true })
  try {
    await unpack(unpacked, file)
  } catch (error) {
    fs.rmSync(unpacked, { recursive: true, force: true })
    if (error instanceof FerryError) throw error
    throw new FerryError('no_backup', 422, `${file} is not a whole backup of an embedded database.`, {
      next: 'It may be cut off. Nothing was changed.',
      cause: error,
    })
  }
  const suffix = `before-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
  const before = fs.existsSync(embeddedFolder(DATA_DIR)) ? `${embeddedFolder(DATA_DIR)}.${suffix}` : undefined
  if (before !== undefined) fs.renameSync(embeddedFolder(DATA_DIR), before)
  fs.renameSync(embeddedFolder(unpacked), embeddedFolder(DATA_DIR))
  fs.rmSync(unpacked, { recursive: true, force: true })
  const taken = beside !== undefined && SEALING_KEYS === undefined
  if (taken) takeKeys(keyFile(DATA_DIR), `${JSON.stringify(beside, null, 2)}\n`, suffix)
  return { before, taken }
}

async function unpack(folder: string, file: string): Promise<void> {
  // Whole, by its checksum: the database itself would only hang on half a file.
  await pipeline(
    fs.createReadStream(file),
    zlib.createGunzip(),
    new Writable({ write: (_chunk, _encoding, done) => done() }),
  )
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  const connection = await openDatabase({ dataDir: folder, from: await fs.openAsBlob(file) })
  try {
    requireVersion(await readMigrationState(connection), await readSchemaNote(connection.db))
  } finally {
    await connection.close()
  }
}

/** Other keys that are there already are kept under another name. */
function takeKeys(file: string, text: string, suffix: string): void {
  if (fs.existsSync(file)) {
    if (fs.readFileSync(file, 'utf8') === text) return
    fs.renameSync(file, `${file}.${suffix}`)
  }
  fs.writeFileSync(file, text, { flag: 'wx', mode: 0o600 })
}
