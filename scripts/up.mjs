// npm run up: installs, builds, migrates, serves, and says where to go. Plain JavaScript: it runs before anything is installed.
import { spawn } from 'node:child_process'
import net from 'node:net'
import readline from 'node:readline/promises'
import { build, childEnv, endWithParent, install, NODE, ROOT, seconds, template } from './steps.mjs'

let server
endWithParent((signal) => {
  if (server === undefined) process.exit(130)
  server.kill(signal)
})

async function step(name, work) {
  const began = performance.now()
  const ticking = process.stdout.isTTY
    ? setInterval(() => process.stdout.write(`\r  ${name} … ${seconds(began)} `), 500)
    : undefined
  if (ticking === undefined) console.log(`  ${name} …`)
  try {
    const done = await work()
    console.log(`${ticking ? '\r' : ''}  ${name}: ${done === false ? 'nothing to do' : 'done'}, ${seconds(began)}   `)
  } finally {
    clearInterval(ticking)
  }
}

const isFree = (port, host) =>
  new Promise((resolve) => {
    const probe = net.createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, host, () => probe.close(() => resolve(true)))
  })

/** The port to serve on: the wanted one, or the next free one when the person agrees. */
async function choosePort(wanted, host) {
  if (await isFree(wanted, host)) return wanted
  let next = wanted + 1
  while (next < 65_535 && !(await isFree(next, host))) next++
  if (process.stdin.isTTY) {
    const asking = readline.createInterface({ input: process.stdin, output: process.stdout })
    const answer = await asking.question(`Port ${wanted} is taken. Use ${next} instead? [Y/n] `)
    asking.close()
    if (!/^n/i.test(answer.trim())) return next
  } else console.error(`Port ${wanted} is taken. Port ${next} is free: PORT=${next} npm run up`)
  process.exit(1)
}

/** Starts the server and waits until it says that it is ready; it prints its own faults. */
function serve(port) {
  return new Promise((resolve, reject) => {
    server = spawn(NODE, ['server.ts'], {
      cwd: ROOT,
      env: childEnv({ PORT: String(port), NODE_ENV: 'production' }),
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    server.once('message', resolve)
    server.once('exit', (code) => reject(Object.assign(new Error('the server ended'), { code: code ?? 1 })))
  })
}

const began = performance.now()
console.log('MCP Ferry')
try {
  try {
    process.loadEnvFile?.(`${ROOT}/.env`)
  } catch {
    // No .env: everything has a default.
  }
  const port = await choosePort(Number(process.env.PORT || 3000), process.env.HOST || '127.0.0.1')
  await step('Install', install)
  await step('Build', build)
  if (!process.env.DATABASE_URL) await step('Pack an empty database', template)
  let ready
  await step('Migrate and start', async () => {
    ready = await serve(port)
  })
  console.log(`\nReady after ${seconds(began)}: ${ready.url}`)
  if (ready.code)
    console.log(`One-time set-up code: ${ready.code}\nOpen the address and enter it to make the first admin.`)
  console.log('Ctrl-C stops it.')
  server.removeAllListeners('exit')
  server.once('exit', (code) => process.exit(code ?? 0))
} catch (error) {
  if (error.code === undefined || typeof error.code !== 'number') console.error(error.message)
  process.exit(typeof error.code === 'number' && error.code > 0 ? error.code : 1)
}
