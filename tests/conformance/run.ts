/**
 * npm run conformance: the official suite against the fixtures, directly and through a gateway. Through a gateway of the same era every
 * check must end as it does directly; through a bridge only what `expected.ts` names may fail. Exit code 1 when anything else differs.
 */
import { openDatabase } from '#db/client.ts'
import { migrateDatabase } from '#db/migrate.ts'
import type { Era } from '#lib/mcp/index.ts'
import { startGateway } from '#tests/helpers/gateway.ts'
import { type Difference, differences, totals } from './compare.ts'
import { type EXPECTED, isExpected } from './expected.ts'
import { startLegacyFixture } from './fixture/legacy.ts'
import { startModernFixture } from './fixture/modern.ts'
import { type Revision, runSuite, type Verdicts } from './suite.ts'

const connection = await openDatabase({ dataDir: ':memory:' })
await migrateDatabase(connection)
const [gateway, legacy, modern] = await Promise.all([
  startGateway(connection),
  startLegacyFixture(),
  startModernFixture(),
])

/** The suite sends no Authorization header, so the token travels in the path. */
async function throughGateway(url: string, era: Era): Promise<string> {
  const service = await gateway.addService({ url, eras: [era] })
  const { token } = await gateway.addToken(service.id)
  return `${gateway.origin}/mcp/${service.identifier}/${token}/mcp`
}

const urls = {
  legacy: await throughGateway(legacy.url, 'legacy'),
  modern: await throughGateway(modern.url, 'modern'),
}
let unexpected = 0
const figures: string[] = []

async function lane(
  revision: Revision,
  directUrl: string,
  same: string,
  bridged: string,
  bridge: keyof typeof EXPECTED,
): Promise<void> {
  const direct = await runSuite(directUrl, revision)
  tell(`${revision}, directly`, direct)

  const passed = await runSuite(same, revision)
  const unlike = differences(direct, passed, 'every')
  tell(`${revision}, through the gateway`, passed, unlike)
  figures.push(alike(`${revision}`, direct, unlike))

  const crossed = await runSuite(bridged, revision)
  const unlikeBridged = differences(direct, crossed, 'failures')
  const surprises = unlikeBridged.filter(({ scenario, check }) => !isExpected(bridge, scenario, check))
  const word = bridge === 'bridgeA' ? 'bridge A' : 'bridge B'
  tell(`${revision}, through ${word}`, crossed, surprises)
  const known = new Set(unlikeBridged.filter((one) => !surprises.includes(one)).map(({ scenario }) => scenario))
  figures.push(`${alike(word, direct, unlikeBridged)} (${known.size} differ as expected)`)
}

function tell(what: string, verdicts: Verdicts, surprises: Difference[] = []): void {
  const { passed, failed } = totals(verdicts)
  console.log(`${what}: ${verdicts.size} scenarios, ${passed} checks passed, ${failed} failed`)
  for (const { scenario, text } of surprises) console.log(`  ✗ ${scenario} differs, ${text}`)
  unexpected += new Set(surprises.map(({ scenario }) => scenario)).size
}

function alike(what: string, direct: Verdicts, unlike: Difference[]): string {
  const different = new Set(unlike.map(({ scenario }) => scenario)).size
  return `${what} ${direct.size - different} of ${direct.size} alike`
}

try {
  await Promise.all([
    lane('2025-11-25', legacy.url, urls.legacy, urls.modern, 'bridgeA'),
    lane('2026-07-28', modern.url, urls.modern, urls.legacy, 'bridgeB'),
  ])
} finally {
  await gateway.close()
  await Promise.all([legacy.close(), modern.close()])
  await connection.close()
}
console.log(`conformance: ${figures.join('; ')}; ${unexpected} unexpected`)
process.exitCode = unexpected > 0 ? 1 : 0
