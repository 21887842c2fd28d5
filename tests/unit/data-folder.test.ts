import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { holdDataFolder } from '#db/data-folder.ts'

const folders: string[] = []
const folder = () => {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-data-'))
  folders.push(made)
  return made
}
afterEach(() => {
  for (const made of folders.splice(0)) fs.rmSync(made, { recursive: true })
})

/** A real other process that holds the folder until it is killed. */
async function otherHolder(dataDir: string) {
  const code = `import { holdDataFolder } from '#db/data-folder.ts'; holdDataFolder(${JSON.stringify(dataDir)}, 'http://127.0.0.1:3999'); console.log('held'); setInterval(() => {}, 1000)`
  const child = spawn('node_modules/.bin/node', ['--input-type=module-typescript', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}

describe('holding the data folder', () => {
  it('says who holds it, and takes it over when that process was killed', async () => {
    const dataDir = folder()
    const child = await otherHolder(dataDir)
    const refused = holdDataFolder(dataDir, 'http://127.0.0.1:3000')
    expect(refused).toMatchObject({ held: false, holder: { url: 'http://127.0.0.1:3999' } })
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(holdDataFolder(dataDir, 'http://127.0.0.1:3000').held).toBe(true)
  })

  it('gives the folder back on release', () => {
    const dataDir = folder()
    const hold = holdDataFolder(dataDir, 'http://127.0.0.1:3000')
    if (!hold.held) throw new Error('not held')
    hold.release()
    expect(fs.readdirSync(dataDir)).toEqual([])
  })

  it('takes over from a pid that now belongs to another process', () => {
    const dataDir = folder()
    const stale = { pid: process.ppid, startTicks: '1', url: 'http://127.0.0.1:1', since: '2020-01-01T00:00:00Z' }
    fs.writeFileSync(path.join(dataDir, 'holder.json'), JSON.stringify(stale))
    expect(holdDataFolder(dataDir, 'http://127.0.0.1:3000').held).toBe(true)
  })
})
