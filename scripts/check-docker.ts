/**
 * npm run check:docker: builds the image of the Dockerfile as it is, and tries what docs/deploy-docker.md says of it, with whatever
 * Docker answers. With `-- --image NAME` that image is tried instead. What it makes it removes. The last line has the figures.
 */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { makeKeys } from '#lib/core/index.ts'
import { ADMIN, freePort } from '#tests/e2e/support/server.ts'
import { command, docker, logsOf, stop, untilEnded, untilReady } from './docker-trial/containers.ts'
import { cross, expectServices, inBrowser } from './docker-trial/crossing.ts'
import { findBrowser } from './testing/browser.mjs'

const BASE = 'node:24-bookworm-slim'
const DATABASE = 'postgres:17-bookworm'
/** Only the image's own size counts, in decimal megabytes as `docker images` prints them. */
const MOST_MB = 100
const TRIAL = `ferry-check-${process.pid}`
const HARDENED = ['--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges']

const { values } = parseArgs({ options: { image: { type: 'string' } } })
const image = values.image ?? TRIAL
const browser: string | undefined = await findBrowser()
if (spawnSync('docker', ['version']).status !== 0 || browser === undefined) {
  console.error(
    'This check needs a docker client whose daemon answers (DOCKER_HOST), the images node:24-bookworm-slim and postgres:17-bookworm or the way to them, and Chromium (CHROMIUM_PATH).',
  )
  process.exit(2)
}
const secrets = { ...makeKeys(), ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password }
const figures: string[] = []
const made: string[] = []
const checks = { passed: 0, failed: 0 }

async function check(what: string, work: () => Promise<string>): Promise<void> {
  const began = performance.now()
  try {
    const said = await work()
    checks.passed += 1
    if (said !== '') figures.push(said)
    console.log(`ok   ${what}${said === '' ? '' : `: ${said}`} (${((performance.now() - began) / 1000).toFixed(0)} s)`)
  } catch (error) {
    checks.failed += 1
    console.log(`FAIL ${what}\n${error instanceof Error ? error.message : error}`)
  }
}

/** Starts a container of the image under a name of this trial. */
async function start(name: string, options: string[], env: Record<string, string> = {}, ...args: string[]) {
  const whole = `${TRIAL}-${name}`
  made.push(whole)
  const variables = Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`])
  await docker('run', '--detach', '--name', whole, ...HARDENED, ...options, ...variables, image, ...args)
  return whole
}

const must = (holds: boolean, why: string) => {
  if (!holds) throw new Error(why)
}

if (values.image === undefined)
  await check('the image is built', async () => {
    await docker('build', '--tag', image, '.')
    return ''
  })

await check(
  `it is at most ${MOST_MB} MB above its base, without tests, .git or secrets, and runs as user 1000`,
  async () => {
    const size = async (of: string) => Number(await docker('image', 'inspect', '--format', '{{.Size}}', of))
    const mb = Math.round(((await size(image)) - (await size(BASE))) / 1e6)
    const list = `const f=require('fs').readdirSync('/app',{recursive:true}).filter(p=>!p.startsWith('node_modules')&&/(^|\\/)(tests|\\.git|\\.env.*|Dockerfile)(\\/|$)/.test(p));console.log(process.getuid(),...f)`
    const said = await docker('run', '--rm', image, 'node', '-e', list)
    must(said === '1000', `user and files: ${said}`)
    must(mb <= MOST_MB, `it is ${mb} MB above its base`)
    return `${mb} MB above the base`
  },
)

await check('with too little memory the embedded database is refused with a sentence', async () => {
  const name = await start('small', ['--memory', '512m'])
  const code = await untilEnded(name)
  const said = await logsOf(name)
  must(code === 1 && /needs \d+ MB of memory/.test(said), `exit ${code}: ${said}`)
  return ''
})

await check('at its least memory the embedded database is served, and a kill loses nothing of the volume', async () => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  await docker('volume', 'create', TRIAL)
  const options = ['--memory', '640m', '--volume', `${TRIAL}:/data`, '--publish', `127.0.0.1:${port}:3000`]
  const name = await start('embedded', options, secrets)
  await untilReady(url)
  await inBrowser({ url, browser }, (page) => cross(page, url))
  await docker('kill', name)
  await docker('start', name)
  await untilReady(url)
  await inBrowser({ url, browser }, (page) => expectServices(page, url))
  const { ms, code } = await stop(name)
  must(code === 0, `exit ${code}: ${(await logsOf(name)).slice(-1000)}`)
  return `embedded at 640 MB, stopped in ${ms} ms`
})

await check(
  'at 256 MB with PostgreSQL: a crossing whose worker is stopped in the middle, and another one finishes',
  async () => {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const password = randomBytes(12).toString('hex')
    const database = `${TRIAL}-database`
    await docker('network', 'create', TRIAL)
    made.push(database)
    const account = [
      '--env',
      'POSTGRES_USER=ferry',
      '--env',
      `POSTGRES_PASSWORD=${password}`,
      '--env',
      'POSTGRES_DB=ferry',
    ]
    const env = { ...secrets, DATABASE_URL: `postgres://ferry:${password}@${database}:5432/ferry`, DEMO: 'true' }
    // The web container comes first: it waits for its database.
    const small = ['--memory', '256m', '--network', TRIAL, '--publish', `127.0.0.1:${port}:3000`]
    const web = await start('web', small, { ...env, WORKERS: 'off' })
    await docker('run', '--detach', '--name', database, '--network', TRIAL, ...account, DATABASE)
    await untilReady(url)
    // The demo's addresses are those of the web container.
    const worker = (name: string) =>
      start(name, ['--memory', '256m', '--network', `container:${web}`], env, 'node', 'worker.ts')
    const first = await worker('worker-1')
    let stopped = { ms: 0, code: -1 }
    await inBrowser({ url, browser }, (page) =>
      cross(page, url, async () => {
        stopped = await stop(first)
        await worker('worker-2')
      }),
    )
    must(stopped.code === 0 && stopped.ms < 10_000, `the worker ended with ${stopped.code} after ${stopped.ms} ms`)
    const last = await stop(web)
    must(last.code === 0 && last.ms < 10_000, `the web process ended with ${last.code} after ${last.ms} ms`)
    return `worker stopped in the middle in ${stopped.ms} ms, web in ${last.ms} ms`
  },
)

const compose = [['docker', 'compose'], ['podman-compose']].find(
  ([file = '', ...args]) => spawnSync(file, [...args, 'version']).status === 0,
)
if (compose === undefined) console.log('skip compose: neither docker compose nor podman-compose is here')
else
  await check('compose: two workers, the database restarted in the middle, down and up', async () => {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const env = {
      ...secrets,
      FERRY_IMAGE: image,
      DATABASE_PASSWORD: randomBytes(12).toString('hex'),
      PUBLISH: `127.0.0.1:${port}`,
    }
    const [file = '', ...before] = compose
    const files = ['compose.yaml', 'compose.demo.yaml'].flatMap((name) => ['-f', name])
    const run = (...args: string[]) => command(file, [...before, '-p', TRIAL, ...files, ...args], env)
    const ours = async (part: string) =>
      (await docker('ps', '--all', '--format', '{{.Names}}'))
        .split('\n')
        .filter((name) => name.startsWith(TRIAL) && name.includes(part))
    // The workers first: they share the network of the web container, and not every compose knows all of a scaled service.
    const down = async (...args: string[]) => {
      for (const name of await ours('worker')) {
        await docker('stop', name)
        await docker('rm', '--force', name)
      }
      await run('down', ...args)
    }
    const up = async () => {
      await run('up', '-d', '--no-build', '--scale', 'worker=2')
      await untilReady(url)
    }
    try {
      await up()
      const [database = ''] = await ours('database')
      await inBrowser({ url, browser }, (page) =>
        cross(page, url, async () => {
          await docker('restart', database)
        }),
      )
      await down()
      await up()
      await inBrowser({ url, browser }, (page) => expectServices(page, url))
    } finally {
      await down('-v').catch(() => {})
    }
    return 'compose with 2 workers'
  })

for (const name of made.toReversed()) await docker('rm', '--force', '--volumes', name).catch(() => {})
await sleep(200)
await docker('volume', 'rm', TRIAL).catch(() => {})
await docker('network', 'rm', TRIAL).catch(() => {})
if (values.image === undefined) await docker('rmi', image).catch(() => {})
console.log(`check:docker: ${checks.passed} passed, ${checks.failed} failed; ${figures.join('; ')}`)
process.exit(checks.failed === 0 ? 0 : 1)
