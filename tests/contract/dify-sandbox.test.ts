import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Difference, differencesOf, purposeOf } from './compare.ts'
import { ON_PURPOSE } from './on-purpose.ts'
import { type Probe, startProbe } from './probe.ts'
import { recordedReleases } from './recordings.ts'
import { type Pair, replay } from './replay.ts'

const releases = recordedReleases()
const pairs = new Map<string, Pair[]>()
let probe: Probe

beforeAll(async () => {
  probe = await startProbe()
  const replayed = await Promise.all(releases.map((release) => replay(release, probe)))
  for (const [at, release] of releases.entries()) pairs.set(release, replayed[at] ?? [])
}, 90_000)

afterAll(() => probe.close())

describe('the sandbox answers as the recorded Dify', () => {
  test.each(releases)('%s', (release) => {
    const unexplained = differences(release).filter((difference) => !purposeOf(difference))
    expect(unexplained.map(inWords)).toEqual([])
    expect(pairs.get(release)?.length).toBeGreaterThan(140)
  })

  test('no difference is listed that does not exist', () => {
    const all = releases.flatMap(differences)
    const unneeded = ON_PURPOSE.flatMap((entry) => {
      const explained = all.filter((difference) => purposeOf(difference) === entry)
      const wanted = entry.releases ?? [explained[0]?.release ?? 'any']
      return wanted
        .filter((release) => !explained.some((one) => one.release === release))
        .map((release) => [release, entry])
    })
    expect(unneeded).toEqual([])
  })
})

function differences(release: string): Difference[] {
  return (pairs.get(release) ?? []).flatMap((pair) => differencesOf(release, pair))
}

function inWords({ scenario, name, at, recorded, answered }: Difference): string {
  return `${scenario} · ${name} · ${at}: recorded ${JSON.stringify(recorded)}, answered ${JSON.stringify(answered)}`
}
