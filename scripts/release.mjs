// npm run release [FOLDER]: packs what runs into mcp-ferry-VERSION-PLATFORM.tar.gz, then unpacks it elsewhere and starts it, to see that
// it serves. Needs tar. The last line has the figures.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { endWithParent, install, NODE, ROOT, run, seconds } from './steps.mjs'

/** Beside what runs: how to run it. */
const BESIDE = ['LICENSE', 'README.md', 'CHANGELOG.md', '.env.example', 'deploy/systemd', 'scripts/check-systemd.mjs']
/** A start that takes longer is too slow, on a machine that does nothing else. */
const MOST_SECONDS = 10
/** A start that takes longer comes to nothing. */
const PATIENCE_MS = 60_000

endWithParent()
const { version } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
const name = `mcp-ferry-${version}`
const into = path.resolve(process.argv[2] ?? '.')
const archive = path.join(into, `${name}-${process.platform}-${process.arch}.tar.gz`)
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-release-'))
try {
  await install()
  await must(NODE, ['scripts/standalone.mjs', path.join(work, name)])
  for (const one of BESIDE) fs.cpSync(path.join(ROOT, one), path.join(work, name, one), { recursive: true })
  fs.cpSync(path.join(ROOT, 'docs'), path.join(work, name, 'docs'), {
    recursive: true,
    filter: (at) => path.basename(at) !== 'pictures',
  })
  fs.mkdirSync(into, { recursive: true })
  await must('tar', ['--create', '--gzip', '--file', archive, '--directory', work, name])
  const { unpacked, serving } = await trial()
  const size = (fs.statSync(archive).size / 1e6).toFixed(0)
  console.log(`${path.relative('.', archive)}: ${size} MB, unpacked in ${unpacked}, serving ${serving} later`)
  if (Number.parseFloat(serving) > MOST_SECONDS) {
    console.error(`That is more than ${MOST_SECONDS} s: too slow, unless this machine is busy.`)
    process.exitCode = 1
  }
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
} finally {
  fs.rmSync(work, { recursive: true, force: true })
}

async function must(command, args) {
  const { code, output } = await run(command, args, { quiet: true })
  if (code !== 0) throw new Error(`${command} failed:\n${output}`)
}

/** Unpacks it into an empty folder, and starts it there as somebody would who has nothing but Node 24. */
async function trial() {
  const folder = path.join(work, 'trial')
  fs.mkdirSync(folder)
  const began = performance.now()
  await must('tar', ['--extract', '--gzip', '--file', archive, '--directory', folder])
  const unpacked = seconds(began)
  const probe = net.createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  const started = performance.now()
  const server = spawn(fs.realpathSync(NODE), ['server.ts'], {
    cwd: path.join(folder, name),
    env: { PATH: '/nowhere', PORT: String(port), DATA_DIR: path.join(folder, 'data'), NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (chunk) => {
      output += chunk
    })
  const ended = once(server, 'exit')
  let serving
  while (serving === undefined && server.exitCode === null && performance.now() - started < PATIENCE_MS) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => undefined)
    if (answer?.status === 200) serving = seconds(started)
    else await sleep(50)
  }
  server.kill('SIGTERM')
  await ended
  if (serving === undefined) throw new Error(`The release does not serve:\n${output}`)
  return { unpacked, serving }
}
