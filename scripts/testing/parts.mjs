import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { build, ROOT, run, template } from '../steps.mjs'
import { findBrowser } from './browser.mjs'

const bin = (name) => path.join(ROOT, 'node_modules', '.bin', name)

/** A check that is one command: passes when it exits with 0. */
const command = (name, args) => async () => {
  const { code } = await run(bin(name), args)
  return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 }
}

/** A folder of tests run by vitest; counted by its own report. */
const vitest = (folder) => async () => {
  const report = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-vitest-')), 'report.json')
  const { code } = await run(bin('vitest'), [
    'run',
    '--dir',
    `tests/${folder}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  if (!fs.existsSync(report)) return { passed: 0, failed: 1, skipped: 0 }
  const {
    numPassedTests: passed,
    numFailedTests,
    numPendingTests: skipped,
  } = JSON.parse(fs.readFileSync(report, 'utf8'))
  // A file that can't be loaded, or an error outside every test, fails the run without failing a test.
  return { passed, failed: numFailedTests || (code === 0 ? 0 : 1), skipped }
}

/** Next generates the types of routes; without them the pages' parameters are unknown. */
async function types() {
  const generated = await run(bin('next'), ['typegen'], { quiet: true, env: { NEXT_TELEMETRY_DISABLED: '1' } })
  if (generated.code !== 0) console.error(generated.output)
  const { code } = await run(bin('tsc'), ['--noEmit', '-p', '.'])
  return code === 0 && generated.code === 0
    ? { passed: 1, failed: 0, skipped: 0 }
    : { passed: 0, failed: 1, skipped: 0 }
}

/** No dependency of the product has a known vulnerability that is high or worse; skipped where the registry does not answer. */
async function advisories() {
  const { output } = await run('npm', ['audit', '--omit=dev', '--json', '--loglevel=silent'], { quiet: true })
  let found
  try {
    found = JSON.parse(output).metadata?.vulnerabilities
  } catch {
    // Not JSON: no answer.
  }
  if (found === undefined) return { passed: 0, failed: 0, skipped: 1, note: 'the registry answers no audits here' }
  if (found.high + found.critical === 0) return { passed: 1, failed: 0, skipped: 0 }
  console.log(output)
  return { passed: 0, failed: 1, skipped: 0 }
}

async function e2e() {
  const browser = await findBrowser()
  if (browser === undefined) {
    console.error(
      'No browser: set CHROMIUM_PATH, install Chromium, or let «npx playwright install chromium» fetch one.',
    )
    return { passed: 0, failed: 1, skipped: 0 }
  }
  console.log(`browser: ${browser}`)
  await build()
  await template()
  const report = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-e2e-')), 'report.json')
  const { code } = await run(bin('playwright'), ['test', '--reporter=list,json'], {
    env: { CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  })
  if (!fs.existsSync(report)) return { passed: 0, failed: 1, skipped: 0 }
  const { expected, unexpected, flaky, skipped } = JSON.parse(fs.readFileSync(report, 'utf8')).stats
  return { passed: expected + flaky, failed: unexpected || (code === 0 ? 0 : 1), skipped }
}

/** Every part of the tests, in the order they run: the quick ones first. */
export const parts = {
  types,
  lint: command('biome', ['check', '--error-on-warnings']),
  layers: command('depcruise', [
    '--config',
    '.dependency-cruiser.cjs',
    'app',
    'components',
    'lib',
    'db',
    'sandbox',
    'scripts',
    'bench',
    'server.ts',
    'worker.ts',
    'gateway.ts',
    'boot.ts',
    'shutdown.ts',
  ]),
  unused: command('knip', []),
  advisories,
  unit: vitest('unit'),
  integration: async () => {
    // Each file's embedded database then begins from it, instead of making its own.
    await template()
    return vitest('integration')()
  },
  contract: vitest('contract'),
  conformance: command('node', ['tests/conformance/run.ts']),
  e2e,
}
