/**
 * npm run check:docker: builds the image of the Dockerfile as it is, and tries what docs/deploy-docker.md says of it, with whatever
 * Docker answers. With `-- --image NAME` that image is tried instead. What it makes it removes. The last line has the figures.
 */
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { makeKeys } from '#lib/core/index.ts'
import { ADMIN } from '#tests/e2e/support/server.ts'
import { composed, findCompose } from './docker-trial/compose.ts'
import { docker } from './docker-trial/containers.ts'
import { killedTwice, refusedBelowMinimum } from './docker-trial/embedded.ts'
import { built, MOST_MB, small } from './docker-trial/image.ts'
import { removeMade, type Trial } from './docker-trial/trial.ts'
import { workerStopped } from './docker-trial/workers.ts'
import { findBrowser } from './testing/browser.mjs'

const { values } = parseArgs({ options: { image: { type: 'string' } } })
const browser: string | undefined = await findBrowser()
if (spawnSync('docker', ['version']).status !== 0 || browser === undefined) {
  console.error(
    'This check needs a docker client whose daemon answers (DOCKER_HOST), the images node:24-bookworm-slim and postgres:17-bookworm or the way to them, and Chromium (CHROMIUM_PATH).',
  )
  process.exit(2)
}
const name = `ferry-check-${process.pid}`
const trial: Trial = {
  name,
  image: values.image ?? name,
  browser,
  secrets: { ...makeKeys(), ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password },
  made: [],
}
const figures: string[] = []
const checks = { passed: 0, failed: 0 }

async function check(what: string, work: (trial: Trial) => Promise<string>): Promise<void> {
  const began = performance.now()
  try {
    const said = await work(trial)
    checks.passed += 1
    if (said !== '') figures.push(said)
    console.log(`ok   ${what}${said === '' ? '' : `: ${said}`} (${((performance.now() - began) / 1000).toFixed(0)} s)`)
  } catch (error) {
    checks.failed += 1
    console.log(`FAIL ${what}\n${error instanceof Error ? error.message : error}`)
  }
}

if (values.image === undefined) await check('the image is built', built)
await check(`it is at most ${MOST_MB} MB above its base, without tests, .git or secrets, and runs as user 1000`, small)
await check('with too little memory the embedded database is refused with a sentence', refusedBelowMinimum)
await check(
  'at its least memory the embedded database is served; killed in the middle of a run and after it, no row is lost',
  killedTwice,
)
await check(
  'at 256 MB with PostgreSQL and two workers: the one that has the run is stopped in its middle, the other one finishes it',
  workerStopped,
)
const compose = findCompose()
if (compose === undefined) console.log('skip compose: neither docker compose nor podman-compose is here')
else
  await check('compose: two workers, the database restarted in the middle, down and up', (of) => composed(of, compose))

await removeMade(trial)
if (values.image === undefined) await docker('rmi', trial.image).catch(() => {})
console.log(`check:docker: ${checks.passed} passed, ${checks.failed} failed; ${figures.join('; ')}`)
process.exit(checks.failed === 0 ? 0 : 1)
