import { freePort } from '#tests/helpers/free-port.ts'
import { docker, logsOf, stop, untilEnded, untilReady } from './containers.ts'
import { cross, expectServices, inBrowser, untilInTheMiddle } from './crossing.ts'
import { beside, CREATE_PATH, slowDemoAndRows } from './inside.ts'
import { type Allowed, compareRows, rowsAt } from './rows.ts'
import { must, start, type Trial } from './trial.ts'

/** A container below the least memory: ended with 1 and a sentence. */
export async function refusedBelowMinimum(trial: Trial): Promise<string> {
  const name = await start(trial, 'small', { options: ['--memory', '512m'] })
  const code = await untilEnded(name)
  const said = await logsOf(name)
  must(code === 1 && /needs \d+ MB of memory/.test(said), `exit ${code}: ${said}`)
  return ''
}

const CREATE_MS = 3000
const ROWS_PORT = 3999

/** What a start gives back for whoever had it before, and nobody counts as data. */
const BY_A_START: Allowed = { leases: 'gone' }
/**
 * What goes on after a kill in the middle: the run, its open items and bindings (those that lack the platform's time are given it with the
 * next list), and a check that was not over. What was done stays as it was.
 */
const BY_WHAT_GOES_ON: Allowed = {
  ...BY_A_START,
  runs: ['status', 'started_at', 'ended_at', 'revision'],
  lanes: ({ status }) => status !== 'done',
  run_items: ({ verdict }) => verdict === 'waiting' || verdict === 'running' || verdict === 'unknown',
  bindings: ({ state, remote_updated_at: time }) => state !== 'in_sync' || time === null,
  platforms: ['pace'],
  services: ({ status }) => status === 'unchecked',
}

/**
 * A crossing at the least memory, killed in the middle of its run and once more after it, with the rows compared each time: those that
 * the process had when it was killed, and those that the next one has of the same volume.
 */
export async function killedTwice(trial: Trial): Promise<string> {
  const [port, rowsPort] = [await freePort(), await freePort()]
  const url = `http://127.0.0.1:${port}`
  await docker('volume', 'create', trial.name)
  const ports = ['--publish', `127.0.0.1:${port}:3000`, '--publish', `127.0.0.1:${rowsPort}:${ROWS_PORT}`]
  const name = await start(trial, 'embedded', {
    options: ['--memory', '640m', '--volume', `${trial.name}:/data`, ...ports],
    env: trial.secrets,
    args: beside(slowDemoAndRows, { createPath: CREATE_PATH, createMs: CREATE_MS, rowsPort: ROWS_PORT }),
  })
  const killAndCompare = async (allowed: Allowed) => {
    const before = await rowsAt(rowsPort)
    await docker('kill', name)
    must((await untilEnded(name)) === 137, 'it was not killed')
    await docker('start', name)
    await untilReady(url)
    const compared = compareRows(before, await rowsAt(rowsPort), allowed)
    console.log(`     ${compared.rows} rows; other than before: ${compared.differed.join(', ') || 'nothing'}`)
    return compared.rows
  }
  await untilReady(url)
  const inTheMiddle = await inBrowser({ url, browser: trial.browser }, async (page) => {
    let rows = 0
    await cross(page, url, async () => {
      await untilInTheMiddle(page)
      rows = await killAndCompare(BY_WHAT_GOES_ON)
    })
    return rows
  })
  const atTheEnd = await killAndCompare(BY_A_START)
  await inBrowser({ url, browser: trial.browser }, (page) => expectServices(page, url))
  const ms = await stop(name)
  return `embedded at 640 MB: ${inTheMiddle} and ${atTheEnd} rows compared after a kill, stopped in ${ms} ms`
}
