import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { FerryError } from '#lib/core/index.ts'
import { runCommand, seconds } from './command.ts'
import { ROOT, run } from './steps.mjs'
import { findBrowser } from './testing/browser.mjs'
import { buildOutput } from './vercel/build-output.ts'
import { functionFaults, readFunctions } from './vercel/functions.ts'

const USAGE = `Usage: npm run check:vercel -- [--output FOLDER] [--cli COMMAND] [--keep]

Builds the project as Vercel does, in a copy and without an account, and looks at every function: Node.js 24 or newer, at most
50 MB, no embedded database, how long it may run.

  --output  look at a build output that is there (.vercel/output) instead of building one
  --cli     Vercel's command line; without it a fixed release is fetched from npm's registry once
  --keep    leave the output where it was built, and say where

With VERCEL_CHECK_URL a deployment is driven, too: six requests at once, the tick, a crossing in a browser that takes longer than
a function, its live page, calls through the gateway, and a second run that nobody watches. Cold functions may be slow: a page has a
minute for each step. It needs Chromium (CHROMIUM_PATH), and
  VERCEL_CHECK_EMAIL, VERCEL_CHECK_PASSWORD  somebody who may operate it
  CRON_SECRET                                that of the deployment
  VERCEL_CHECK_SECONDS                       how long its functions live; 300 when not set. Up to 60, the run has to take longer
  VERCEL_CHECK_CROSSING=off                  where the deployment cannot reach this machine, on which the crossing's Dify is started`

await runCommand(USAGE, async () => {
  const began = performance.now()
  const { values } = parseArgs({
    options: { output: { type: 'string' }, cli: { type: 'string' }, keep: { type: 'boolean' } },
  })
  const output = values.output ?? (await buildOutput(values.cli))
  if (!fs.existsSync(path.join(output, 'functions')))
    throw new FerryError('no_output', 404, `${output} is no build output of Vercel: it has no folder «functions».`)
  const figures = checkFunctions(output)
  if (values.output === undefined && values.keep !== true)
    fs.rmSync(path.resolve(output, '..', '..'), { recursive: true, force: true })
  else console.log(`The output is in ${output}`)
  const driven = process.env.VERCEL_CHECK_URL ? await drive() : 'no deployment driven (VERCEL_CHECK_URL)'
  console.log(`check:vercel passed: ${figures}; ${driven}; ${seconds(began)}`)
})

/** Prints a line a function; throws with everything that is wrong. */
function checkFunctions(output: string): string {
  const { functions } = JSON.parse(fs.readFileSync(path.join(ROOT, 'vercel.json'), 'utf8')) as {
    functions: Record<string, { maxDuration: number }>
  }
  const maxDuration = Object.values(functions)[0]?.maxDuration ?? 0
  const found = readFunctions(output).sort((a, b) => b.megabytes - a.megabytes)
  for (const { name, megabytes, runtime, maxDuration: own } of found)
    console.log(`${megabytes.toFixed(1).padStart(6)} MB  ${runtime}  ${own ?? 'default'} s  ${name}`)
  const faults = found.flatMap((one) => functionFaults(one, maxDuration))
  if (faults.length > 0) throw new FerryError('functions', 500, faults.join('\n'))
  return `${found.length} functions, the biggest ${found[0]?.megabytes.toFixed(1)} MB, none with the embedded database`
}

async function drive(): Promise<string> {
  const browser = await findBrowser()
  if (browser === undefined) throw new FerryError('no_browser', 500, 'No Chromium was found: set CHROMIUM_PATH.')
  const { code, output } = await run(
    path.join(ROOT, 'node_modules', '.bin', 'playwright'),
    ['test', '--config', 'tests/deployment/playwright.config.ts'],
    { env: { CHROMIUM_PATH: browser } },
  )
  if (code !== 0) throw new FerryError('deployment', 500, 'The deployment failed; what is wrong stands above.')
  return [...output.matchAll(/^figures: (.+)$/gm)].map(([, figures]) => figures).join(', ')
}
