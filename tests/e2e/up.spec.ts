import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { freePort } from '#tests/helpers/free-port.ts'
import { startServer } from './support/server.ts'

const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-up-'))
test.afterAll(() => fs.rmSync(dataDir, { recursive: true, force: true }))

/** `npm run up` as a person types it, in a process group of its own. */
function up(env: Record<string, string>) {
  const child = spawn('npm', ['run', 'up'], {
    env: { ...process.env, DATABASE_URL: '', DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk
    })
  return {
    child,
    output: () => output,
    ended: once(child, 'exit'),
    ready: () => expect.poll(() => output, { timeout: 90_000 }).toMatch(/Ready after|taken|held by/),
  }
}

async function answers(port: number): Promise<boolean> {
  const socket = net.connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

test('npm run up prints where to go and a code, and SIGTERM to npm leaves no process', async () => {
  const port = await freePort()
  const first = up({ PORT: String(port) })
  await first.ready()
  expect(first.output()).toContain(`http://127.0.0.1:${port}`)
  expect(first.output()).toMatch(/One-time set-up code: FERRY-\w{4}-\w{4}/)
  expect(fs.statSync(path.join(dataDir, 'keys.json')).mode & 0o777).toBe(0o600)

  const second = up({ PORT: String(await freePort()) })
  await second.ready()
  await second.ended
  expect(second.output()).toMatch(/is held by process \d+ \(http:\/\/127\.0\.0\.1:\d+/)

  first.child.kill('SIGTERM')
  await first.ended
  await expect.poll(() => answers(port), { timeout: 10_000 }).toBe(false)
  await expect.poll(() => fs.existsSync(path.join(dataDir, 'holder.json')), { timeout: 10_000 }).toBe(false)

  const again = up({ PORT: String(port) })
  await again.ready()
  expect(Number(/Ready after ([\d.]+) s/.exec(again.output())?.[1])).toBeLessThan(15)
  // Ctrl-C reaches the whole group, as the terminal sends it.
  process.kill(-(again.child.pid ?? 0), 'SIGINT')
  await again.ended
  await expect.poll(() => answers(port), { timeout: 10_000 }).toBe(false)
})

test('a taken port says so and offers the next', async () => {
  const port = await freePort()
  const squatter = net.createServer().listen(port, '127.0.0.1')
  await once(squatter, 'listening')
  const refused = up({ PORT: String(port) })
  const [code] = await refused.ended
  expect(code).not.toBe(0)
  expect(refused.output()).toMatch(new RegExp(`Port ${port} is taken\\. Port \\d+ is free: PORT=\\d+ npm run up`))
  await new Promise((resolve) => squatter.close(resolve))
})

test('PostgreSQL without keys is refused, naming them', async () => {
  const refused = up({ PORT: String(await freePort()), DATABASE_URL: 'postgres://postgres@127.0.0.1:5432/ferry' })
  const [code] = await refused.ended
  expect(code).not.toBe(0)
  expect(refused.output()).toMatch(/AUTH_SECRET: must be given[\s\S]*SEALING_KEYS: must be given/)
})

test('health says whether process and database answer', async () => {
  const server = await startServer({ admin: true })
  try {
    const answer = await fetch(`${server.url}/api/health`)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ status: 'ok' })
  } finally {
    await server.dispose()
  }
})

test('a request that changes something from another origin gets 403', async () => {
  const server = await startServer({ admin: true })
  try {
    for (const origin of ['https://evil.example.com', 'null']) {
      const answer = await fetch(`${server.url}/services`, {
        method: 'POST',
        headers: { origin, 'next-action': 'x' },
        body: '[]',
      })
      expect(answer.status).toBe(403)
      expect(await answer.json()).toMatchObject({ code: 'foreign_origin' })
    }
    expect(await server.stop()).toBe(0)
  } finally {
    await server.dispose()
  }
})
