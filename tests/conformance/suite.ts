import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export type Revision = '2025-11-25' | '2026-07-28'

export interface Check {
  id: string
  name: string
  status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO'
  errorMessage?: string
}

/** The checks of each scenario. */
export type Verdicts = ReadonlyMap<string, readonly Check[]>

const SUITE = fileURLToPath(import.meta.resolve('@modelcontextprotocol/conformance/dist/index.js'))

/**
 * Runs the official suite against a server, with the scenarios that a revision requires and those it only reports.
 * @throws what the suite printed, when it ran nothing.
 */
export async function runSuite(url: string, revision: Revision): Promise<Verdicts> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-conformance-'))
  try {
    const printed = await run(['server', '--url', url, '--requirements', revision, '--output-dir', folder])
    // One folder a scenario: server-<scenario>-<date>.
    const verdicts = new Map(
      fs.readdirSync(folder).flatMap((name): [string, Check[]][] => {
        const scenario = /^server-(.+)-\d{4}-\d\d-\d\dT/.exec(name)?.[1]
        const checks = path.join(folder, name, 'checks.json')
        // A scenario that the suite gave up leaves an empty folder.
        return scenario === undefined || !fs.existsSync(checks)
          ? []
          : [[scenario, JSON.parse(fs.readFileSync(checks, 'utf8'))]]
      }),
    )
    if (verdicts.size === 0) throw new Error(`The suite ran no scenario:\n${printed}`)
    return verdicts
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

/** The suite's exit code says whether everything passed; that is judged by comparison here, so it is not looked at. */
function run(args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [SUITE, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    let printed = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        printed += chunk
      })
    child.on('error', reject)
    child.on('close', () => resolve(printed))
  })
}
