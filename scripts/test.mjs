// npm test: installs what it lacks, then runs every check. The last line counts what passed, failed and was skipped.
// «npm test -- unit lint» runs only the named parts.

import { endWithParent, install, seconds } from './steps.mjs'
import { parts } from './testing/parts.mjs'

endWithParent()

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in parts))
if (unknown.length > 0) {
  console.error(`Unknown part: ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}`)
  process.exit(2)
}

const total = { passed: 0, failed: 0, skipped: 0 }
const began = performance.now()
console.log('install')
try {
  await install()
} catch (error) {
  console.error(error.message)
  console.log('0 passed, 1 failed, 0 skipped')
  process.exit(1)
}
console.log(`install: ${seconds(began)}`)

for (const name of wanted.length > 0 ? wanted : Object.keys(parts)) {
  const since = performance.now()
  console.log(`\n── ${name}`)
  const { passed, failed, skipped, note } = await parts[name]().catch((error) => {
    console.error(error)
    return { passed: 0, failed: 1, skipped: 0 }
  })
  total.passed += passed
  total.failed += failed
  total.skipped += skipped
  console.log(
    `── ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped, ${seconds(since)}${note ? ` (${note})` : ''}`,
  )
}
console.log(`\nAll parts: ${seconds(began)}`)
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed > 0 ? 1 : 0
