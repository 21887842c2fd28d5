// npm run check:systemd: the unit of deploy/systemd under the systemd of this machine, as a trial beside whatever runs. The last line counts.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const ROOT = path.resolve(import.meta.dirname, '..')
const UNIT_FILE = path.join(ROOT, 'deploy', 'systemd', 'mcp-ferry.service')
const NAME = `mcp-ferry-check-${process.pid}`
const UNIT = `${NAME}.service`
const MOST_EXPOSURE = 2.5
const NEEDS = `This check needs
  - Linux with systemd (250 or later) as process 1, and root: it installs a unit in /run/systemd/system, and removes it;
  - the built application in this folder («npm run build», or an unpacked release archive), readable for all;
  - Node 24 at the path that the unit's ExecStart names.`

const figures = { passed: 0, failed: 0 }
const expect = (what, holds) => {
  figures[holds ? 'passed' : 'failed'] += 1
  console.log(`${holds ? 'ok  ' : 'FAIL'} ${what}`)
}
const run = (command, ...args) => execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
const show = (property) => run('systemctl', 'show', UNIT, `--property=${property}`, '--value').trim()
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`

/** What is missing for the check; undefined when all is there. */
function missing() {
  if (process.platform !== 'linux' || !fs.existsSync('/run/systemd/system')) return 'systemd is not process 1 here.'
  if (process.getuid() !== 0) return 'This is not root.'
  if (!fs.existsSync(path.join(ROOT, '.next', 'BUILD_ID'))) return 'There is no build in .next.'
  const node = /^ExecStart=(\S+)/m.exec(fs.readFileSync(UNIT_FILE, 'utf8'))?.[1] ?? ''
  if (!fs.existsSync(node)) return `There is no ${node}.`
  return undefined
}

async function freePort() {
  const probe = net.createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const { port } = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/** The shipped unit with this folder, a port and no file of variables: everything else as it is. */
function install(port) {
  const text = fs
    .readFileSync(UNIT_FILE, 'utf8')
    .replace(/^WorkingDirectory=.*$/m, `WorkingDirectory=${ROOT}`)
    .replace(/^EnvironmentFile=.*$/m, `Environment=PORT=${port} HOST=127.0.0.1 DATABASE_URL= DEMO=false`)
  fs.writeFileSync(`/run/systemd/system/${UNIT}`, text)
  run('systemctl', 'daemon-reload')
}

function remove() {
  for (const [command, ...args] of [
    ['systemctl', 'stop', UNIT],
    ['systemctl', 'reset-failed', UNIT],
    ['rm', '-f', `/run/systemd/system/${UNIT}`],
    ['systemctl', 'daemon-reload'],
    ['rm', '-rf', `/var/lib/${NAME}`, `/var/lib/private/${NAME}`],
  ])
    try {
      run(command, ...args)
    } catch {
      // Not there: nothing to remove.
    }
}

/** Waits until it answers that it and its database are well; false after 30 s. */
async function isWell(port) {
  for (const until = performance.now() + 30_000; performance.now() < until; await sleep(100)) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => undefined)
    if (answer?.status === 200) return true
    if (show('ActiveState') === 'failed') return false
  }
  return false
}

async function check() {
  const port = await freePort()
  install(port)
  const verified = run('systemd-analyze', 'verify', `/run/systemd/system/${UNIT}`)
  expect('systemd-analyze verify has no remark', verified.trim() === '')
  const exposure = Number(
    /exposure level for \S+ ([\d.]+)/.exec(run('systemd-analyze', 'security', '--no-pager', UNIT))?.[1],
  )
  expect(`exposure ${exposure}, at most ${MOST_EXPOSURE}`, exposure <= MOST_EXPOSURE)

  const started = performance.now()
  run('systemctl', 'start', UNIT)
  expect('it starts and is well', await isWell(port))
  const up = seconds(started)
  const keys = fs.readFileSync(`/var/lib/${NAME}/keys.json`, 'utf8')
  expect('its folder is its own', (fs.statSync(`/var/lib/private/${NAME}`).mode & 0o777) === 0o700)
  expect('it is no root', !/^Uid:\s+0\b/m.test(fs.readFileSync(`/proc/${show('MainPID')}/status`, 'utf8')))

  const killed = performance.now()
  run('systemctl', 'kill', '--signal=KILL', '--kill-whom=main', UNIT)
  await sleep(500)
  expect('killed, it is back', await isWell(port))
  const back = seconds(killed)
  expect(
    'by one restart, with its data',
    show('NRestarts') === '1' && fs.readFileSync(`/var/lib/${NAME}/keys.json`, 'utf8') === keys,
  )

  const stopping = performance.now()
  run('systemctl', 'stop', UNIT)
  const stopped = seconds(stopping)
  const limit = Number(/^TimeoutStopSec=(\d+)/m.exec(fs.readFileSync(UNIT_FILE, 'utf8'))?.[1])
  expect(
    `it stops within ${limit} s, without being killed`,
    show('Result') === 'success' && show('ExecMainStatus') === '0',
  )
  return `exposure ${exposure}, up in ${up}, back ${back} after a kill, stopped in ${stopped}`
}

const lacking = missing()
if (lacking !== undefined) {
  console.error(`${lacking}\n${NEEDS}`)
  console.log('0 passed, 0 failed, 1 skipped')
  process.exit(2)
}
let told = ''
try {
  told = `${await check()}: `
} catch (error) {
  expect(`${error.message}\n${error.stderr ?? ''}`, false)
  console.log(run('journalctl', '--no-pager', '--unit', UNIT, '--lines', '30'))
} finally {
  remove()
}
console.log(`${told}${figures.passed} passed, ${figures.failed} failed`)
process.exitCode = figures.failed > 0 ? 1 : 0
