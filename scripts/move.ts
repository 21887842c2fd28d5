import { parseArgs } from 'node:util'
import { environment, parseEnvironment } from '#lib/core/index.ts'
import { moveToPostgres } from '#lib/installation/index.ts'
import { startWorkers } from '#lib/worker/index.ts'
import { plural, runCommand, seconds, UsageError } from './command.ts'

const USAGE = `Usage: npm run -s move -- postgres://user:password@host:5432/database

Carries everything from the embedded database in DATA_DIR to an empty PostgreSQL, and compares every row. Stop the server first.
The variables to set from then on are written to a file; the embedded database stays as it is.`

await runCommand(USAGE, async () => {
  const began = performance.now()
  const { positionals } = parseArgs({ allowPositionals: true })
  const [url, ...more] = positionals
  if (url === undefined || more.length > 0) throw new UsageError('Give one address of a PostgreSQL database.')
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url))
    throw new UsageError('The address must begin with postgres:// or postgresql://.')
  const { DATABASE_URL, ...rest } = process.env
  // Whoever has set it to the new database already means that one.
  const env = DATABASE_URL === url ? parseEnvironment(rest) : environment()
  if (env.DATABASE_URL === undefined) console.log(`Moving ${env.DATA_DIR} to ${hidden(url)} …`)
  const report = await moveToPostgres(env, url, {
    startQueue: (connection) => startWorkers(connection, { work: false }),
    told: ({ name, rows }) => rows > 0 && console.log(`  ${name}: ${rows}`),
  })
  console.log(`Set what is in ${report.envFile} from now on, for example: cat ${report.envFile} >> .env`)
  console.log(
    'It holds the keys: readable for you only. The embedded database was left as it is: do not start it beside this one.',
  )
  console.log(
    `${plural(report.rows, 'row')} of ${plural(report.tables, 'table')} compared, ${plural(report.jobs, 'job')}, ${seconds(began)}`,
  )
}).finally(() => process.exit())

function hidden(url: string): string {
  const shown = new URL(url)
  if (shown.password !== '') shown.password = '…'
  return decodeURI(shown.href)
}
