import { parseArgs } from 'node:util'
import { environment } from '#lib/core/index.ts'
import { type BackupReport, backUp, type SealedCount } from '#lib/installation/index.ts'
import { fileArgument, megabytes, plural, runCommand, seconds } from './command.ts'

const USAGE = `Usage: npm run -s backup -- FILE [--with-keys]

Writes the whole database to FILE: the embedded one while no server holds it, PostgreSQL (DATABASE_URL) at any time, by pg_dump.
The keys are not in it. --with-keys writes them to FILE.keys: keep that file in another place.`

await runCommand(USAGE, async () => {
  const began = performance.now()
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'with-keys': { type: 'boolean' } } })
  const file = fileArgument(positionals)
  console.log(`Backing up to ${file} …`)
  const report = await backUp(environment(), file, { withKeys: values['with-keys'] === true })
  for (const line of aboutKeys(report)) console.log(line)
  console.log(
    `${plural(report.rows, 'row')} of ${plural(report.tables, 'table')}, ${megabytes(report.bytes)}, ${seconds(began)}`,
  )
})

/** What the backup is worth without its keys. */
function aboutKeys({ sealed, keys }: BackupReport): string[] {
  const ids = [...new Set(sealed.map(({ keyId }) => `«${keyId}»`))].join(', ')
  if (keys !== undefined) return [`The keys are in ${keys}, readable for you only: keep that file in another place.`]
  if (sealed.length === 0)
    return ['There is no secret in it yet. Keep the keys (AUTH_SECRET, SEALING_KEYS) in another place.']
  return [
    `The keys are not in it. Keep AUTH_SECRET and SEALING_KEYS (${ids}) in another place: without them are lost`,
    ...sealed.map(({ count, what, again }: SealedCount) => `  ${count} ${what}: ${again}`),
  ]
}
