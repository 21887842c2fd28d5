import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { embeddedFolder, hasEmbedded, openEmbedded } from '#db/embedded.ts'
import { temporaryFolder } from './temporary-folder.ts'

it('begins a first start anew that was broken off, and keeps what was made whole', async () => {
  const folder = await temporaryFolder()
  // What a kill in the middle leaves: some files, and the mark.
  fs.mkdirSync(embeddedFolder(folder))
  fs.writeFileSync(path.join(embeddedFolder(folder), 'PG_VERSION'), '18\n')
  fs.writeFileSync(path.join(folder, 'pglite.unfinished'), '')
  expect(hasEmbedded(folder)).toBe(false)

  const first = await openEmbedded(folder)
  await first.exec('create table kept (n int); insert into kept values (7)')
  await first.close()
  expect(fs.readdirSync(folder)).toEqual(['pglite'])

  const second = await openEmbedded(folder)
  expect((await second.query('select n from kept')).rows).toEqual([{ n: 7 }])
  await second.close()
})
