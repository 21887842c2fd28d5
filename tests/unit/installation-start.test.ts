import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it, vi } from 'vitest'
import { FerryError } from '#lib/core/index.ts'
import { memoryLimit, requireMemory, waitForDatabase } from '#lib/installation/index.ts'

const away = () => new FerryError('database_unreachable', 503, 'The database cannot be reached (ECONNREFUSED).')

it('waits for a database that comes later', async () => {
  const open = vi.fn().mockRejectedValueOnce(away()).mockResolvedValue('open')
  expect(await waitForDatabase(open, 60)).toBe('open')
  expect(open).toHaveBeenCalledTimes(2)
})

it('does not wait for what waiting does not cure, nor longer than asked', async () => {
  const refused = vi.fn().mockRejectedValue(new FerryError('keys_differ', 500, 'other keys'))
  await expect(waitForDatabase(refused, 60)).rejects.toThrow('other keys')
  expect(refused).toHaveBeenCalledOnce()
  await expect(waitForDatabase(() => Promise.reject(away()), 0.1)).rejects.toThrow('cannot be reached')
})

it('reads the memory limit of either version of control groups', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-cgroup-'))
  const file = (name: string, text: string) => {
    fs.writeFileSync(path.join(folder, name), text)
    return path.join(folder, name)
  }
  expect(memoryLimit([file('limited', '268435456\n')])).toBe(268_435_456)
  expect(memoryLimit([file('unlimited', 'max\n'), path.join(folder, 'nowhere')])).toBeUndefined()
  expect(memoryLimit([file('v1', '9223372036854771712\n')])).toBeUndefined()
})

it('refuses the embedded database with too little memory, and says what would do', () => {
  expect(() => requireMemory(512 * 1024 * 1024)).toThrow(/needs \d+ MB of memory; this process may have 512 MB/)
  expect(() => requireMemory(1024 ** 3)).not.toThrow()
})
