import { parseArgs } from 'node:util'
import { environment, makeKeys } from '#lib/core/index.ts'
import { acceptKeys, type SealedCount } from '#lib/installation/index.ts'
import { runCommand } from './command.ts'

const USAGE = `Usage: npm run -s keys                     prints fresh keys in the form that the environment takes
       npm run -s keys -- --accept         says what the keys of this environment would not open in its database
       npm run -s keys -- --accept --yes   makes them the keys of that database; stop every process of it first`

await runCommand(USAGE, async () => {
  const { values } = parseArgs({ options: { accept: { type: 'boolean' }, yes: { type: 'boolean' } } })
  if (!values.accept) {
    for (const [name, value] of Object.entries(makeKeys())) console.log(`${name}=${value}`)
    return
  }
  const lost = await acceptKeys(environment(), { write: values.yes === true })
  console.log(lost.length === 0 ? 'These keys open every secret.' : 'These keys do not open:')
  for (const line of lost.map(lineOf)) console.log(line)
  if (values.yes) console.log('They are the keys of this database from now on.')
  else {
    console.log('Nothing was changed. With --yes they become the keys of this database.')
    process.exitCode = 1
  }
})

function lineOf({ count, what, again }: SealedCount): string {
  return `  ${count} ${what}: ${again}`
}
