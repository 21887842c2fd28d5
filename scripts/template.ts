import fs from 'node:fs'
import path from 'node:path'
import { openEmbedded, TEMPLATE } from '#db/embedded.ts'

/** Packs an empty database cluster for first embedded starts, unless it is there already. */
if (!fs.existsSync(TEMPLATE)) {
  const pglite = await openEmbedded(':memory:')
  const file = await pglite.dumpDataDir('gzip')
  await pglite.close()
  fs.mkdirSync(path.dirname(TEMPLATE), { recursive: true })
  // Whole or not at all.
  const part = `${TEMPLATE}.${process.pid}`
  fs.writeFileSync(part, new Uint8Array(await file.arrayBuffer()))
  fs.renameSync(part, TEMPLATE)
  console.log(`made ${path.relative('.', TEMPLATE)}, ${(file.size / 1e6).toFixed(1)} MB`)
}
