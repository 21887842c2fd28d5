import { parseArgs } from 'node:util'
import { environment } from '#lib/core/index.ts'
import { type RestoreReport, restore } from '#lib/installation/index.ts'
import { fileArgument, plural, runCommand, seconds } from './command.ts'

const USAGE = `Usage: npm run -s restore -- FILE [--replace]

Puts a backup in place of the database that the environment names: the embedded one in DATA_DIR, or PostgreSQL (DATABASE_URL).
Stop every process of it first. --replace lets it take the place of what is there: an embedded database is kept under another
name, what is in PostgreSQL is gone.`

await runCommand(USAGE, async () => {
  const began = performance.now()
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { replace: { type: 'boolean' } } })
  const file = fileArgument(positionals)
  console.log(`Restoring ${file} …`)
  const report = await restore(environment(), file, { replace: values.replace === true })
  for (const line of aboutKeys(report, file)) console.log(line)
  if (report.before !== undefined) console.log(`What was there before is in ${report.before}.`)
  console.log(`${plural(report.rows, 'row')} of ${plural(report.tables, 'table')}, ${seconds(began)}`)
})

function aboutKeys({ lost, keys }: RestoreReport, file: string): string[] {
  if (keys === 'missing' && lost.length === 0)
    return [
      'There are no keys: put its keys.json into the data folder. When it is lost: npm run -s keys -- --accept --yes',
    ]
  const taken =
    keys === 'taken'
      ? ['Its keys were put into the data folder.']
      : keys === 'apart'
        ? [`Its keys are in ${file}.keys: give them as AUTH_SECRET and SEALING_KEYS.`]
        : []
  if (lost.length === 0) return [...taken, 'The keys at hand open every secret in it.']
  return [
    ...taken,
    'The keys at hand do not open:',
    ...lost.map(({ count, what, again }) => `  ${count} ${what}: ${again}`),
    'Give the keys it was used with. When they are lost: npm run -s keys -- --accept --yes',
  ]
}
