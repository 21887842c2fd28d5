import { randomBytes } from 'node:crypto'
import { freePort } from '#tests/helpers/free-port.ts'
import { docker, stop, untilReady, untilSaid } from './containers.ts'
import { cross, inBrowser, untilInTheMiddle } from './crossing.ts'
import { beside, CREATE_PATH, slowDemoAndRows } from './inside.ts'
import { must, start, type Trial } from './trial.ts'

const DATABASE = 'postgres:17-bookworm'
const MEMORY = ['--memory', '256m']
/** Slow enough that a worker is stopped while it waits for an answer, and that there is something left for the other one. */
const CREATE_MS = 3000
const ITEMS = 6

/** PostgreSQL, a web container and two workers at 256 MB; the worker that has the run is stopped in its middle. */
export async function workerStopped(trial: Trial): Promise<string> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const password = randomBytes(12).toString('hex')
  const database = `${trial.name}-database`
  await docker('network', 'create', trial.name)
  const env = { ...trial.secrets, DATABASE_URL: `postgres://ferry:${password}@${database}:5432/ferry` }
  // The web container comes first: it waits for its database.
  const web = await start(trial, 'web', {
    options: [...MEMORY, '--network', trial.name, '--publish', `127.0.0.1:${port}:3000`],
    env: { ...env, DEMO: 'true', WORKERS: 'off' },
    args: beside(slowDemoAndRows, { createPath: CREATE_PATH, createMs: CREATE_MS }),
  })
  await startDatabase(trial, database, password)
  const ask = (question: string) =>
    docker('exec', database, 'psql', '--username=ferry', '--tuples-only', '--no-align', '--command', question)
  await untilReady(url)
  // The demo's addresses are those of the web container.
  const startWorker = async (name: string) => {
    const options = [...MEMORY, '--network', `container:${web}`]
    const worker = await start(trial, name, { options, env, args: ['node', 'worker.ts'] })
    await untilSaid(worker, 'worker ready')
    return worker
  }
  const first = await startWorker('worker-1')
  const second = await startWorker('worker-2')
  // Held still until the first one has the run, so that it is certain which of the two is stopped in its middle.
  await docker('pause', second)
  let [stopMs, done] = [0, 0]
  await inBrowser({ url, browser: trial.browser }, (page) =>
    cross(page, url, async () => {
      await untilInTheMiddle(page)
      await docker('unpause', second)
      must(Number(await ask(counted('running'))) > 0, 'nothing was being worked when the worker was stopped')
      stopMs = await stop(first)
      done = Number(await ask(counted('created')))
      must(done > 0 && done < ITEMS, `${done} of ${ITEMS} were done when the worker had stopped`)
    }),
  )
  const answers = await creations(web, await ask('select base_url from platforms'))
  must(answers === Array(ITEMS).fill(200).join(), `creating was answered with ${answers}`)
  // The worker first: its network goes with the web container.
  const [otherMs, webMs] = [await stop(second), await stop(web)]
  return `at 256 MB a worker stopped in ${stopMs} ms with ${done} of ${ITEMS} done, the other did the rest; then idle worker in ${otherMs} ms, web in ${webMs} ms`
}

async function startDatabase({ name: network, made }: Trial, name: string, password: string): Promise<void> {
  made.push(name)
  const account = { POSTGRES_USER: 'ferry', POSTGRES_PASSWORD: password, POSTGRES_DB: 'ferry' }
  const variables = Object.entries(account).flatMap(([key, value]) => ['--env', `${key}=${value}`])
  await docker('run', '--detach', '--name', name, '--network', network, ...variables, DATABASE)
}

const counted = (verdict: 'running' | 'created') => `select count(*) from run_items where verdict = '${verdict}'`

/** How the demo's Dify, which only the web container reaches, answered each request that creates a provider. */
function creations(web: string, dify: string): Promise<string> {
  const code = `const log = await (await fetch('${dify}/__log')).json()
    console.log(log.filter(({ method, path }) => method === 'POST' && path === '${CREATE_PATH}').map(({ status }) => status).join())`
  return docker('exec', web, 'node', '--input-type=module', '--eval', code)
}
