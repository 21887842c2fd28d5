import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { freePort } from '#tests/helpers/free-port.ts'
import { command, docker, untilReady } from './containers.ts'
import { cross, expectServices, inBrowser, untilInTheMiddle } from './crossing.ts'
import { CREATE_PATH, imported, slowDemoAndRows } from './inside.ts'
import type { Trial } from './trial.ts'

/** The command that reads compose files here: Docker's own, else podman's; undefined without one. */
export function findCompose(): string[] | undefined {
  return [['docker', 'compose'], ['podman-compose']].find(
    ([file = '', ...args]) => spawnSync(file, [...args, 'version']).status === 0,
  )
}

/** The compose files with the demo and two workers: a crossing while the database restarts, then down and up. */
export async function composed({ name: trial, image, browser, secrets }: Trial, compose: string[]): Promise<string> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = {
    ...secrets,
    FERRY_IMAGE: image,
    DATABASE_PASSWORD: randomBytes(12).toString('hex'),
    PUBLISH: `127.0.0.1:${port}`,
  }
  const [file = '', ...before] = compose
  const slow = slowDemoFile()
  const files = ['compose.yaml', 'compose.demo.yaml', slow].flatMap((name) => ['-f', name])
  const run = (...args: string[]) => command(file, [...before, '-p', trial, ...files, ...args], env)
  const ours = async (part: string) =>
    (await docker('ps', '--all', '--format', '{{.Names}}'))
      .split('\n')
      .filter((name) => name.startsWith(trial) && name.includes(part))
  // The workers first: they share the network of the web container, and not every compose knows all of a scaled service.
  const down = async (...args: string[]) => {
    for (const name of await ours('worker')) {
      await docker('stop', name)
      await docker('rm', '--force', '--volumes', name)
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
        await untilInTheMiddle(page)
        await docker('restart', database)
      }),
    )
    await down()
    await up()
    await inBrowser({ url, browser }, (page) => expectServices(page, url))
  } finally {
    await down('-v').catch(() => {})
    fs.rmSync(path.dirname(slow), { recursive: true })
  }
  return 'compose with 2 workers'
}

/** A compose file that adds a slow Dify to the demo, so that there is a middle of a run: JSON is YAML. */
function slowDemoFile(): string {
  const options = `--import=${imported(slowDemoAndRows, { createPath: CREATE_PATH, createMs: 3000 })}`
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-compose-')), 'slow.json')
  fs.writeFileSync(file, JSON.stringify({ services: { web: { environment: { NODE_OPTIONS: options } } } }))
  return file
}
