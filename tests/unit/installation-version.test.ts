import { expect, it } from 'vitest'
import type { MigrationState } from '#db/migration-state.ts'
import { FerryError } from '#lib/core/index.ts'
import { requireVersion } from '#lib/installation/require-version.ts'

const CURRENT: MigrationState = {
  readOnly: false,
  known: ['0000_initial', '0001_more'],
  applied: ['0000_initial', '0001_more'],
  pending: [],
  missed: [],
  unknown: [],
}

function refusal(change: Partial<MigrationState>, ...rest: [] | [{ migration: string; release: string }[]]): string {
  try {
    requireVersion({ ...CURRENT, ...change }, { release: '9.1.0', migration: '0007_later' }, ...rest)
  } catch (error) {
    if (error instanceof FerryError) return `${error.code}: ${error.message} ${error.next}`
    throw error
  }
  return ''
}

it('takes an empty database, an older one and its own', () => {
  expect(refusal({})).toBe('')
  expect(refusal({ applied: [], pending: CURRENT.known })).toBe('')
  expect(refusal({ applied: ['0000_initial'], pending: ['0001_more'] })).toBe('')
})

it('names release and migration of a newer database, and its own', () => {
  const said = refusal({ unknown: [new Date('2027-01-02T03:04:05Z')] })
  expect(said).toMatch(/^database_newer: .*by release 9\.1\.0 .*0007_later, of 2027-01-02 03:04 UTC.*up to 0001_more/)
  expect(said).toMatch(/Start release 9\.1\.0 or a later one, or restore a backup/)
})

it('names the release in between that an old database needs', () => {
  const steps = [{ migration: '0001_more', release: '0.9.0' }]
  expect(refusal({ applied: ['0000_initial'], pending: ['0001_more'] }, steps)).toMatch(
    /^database_older: .*its last migration is 0000_initial.*Start release 0\.9\.0 on it once, then this one/,
  )
  expect(refusal({ applied: [], pending: CURRENT.known }, steps), 'an empty one needs none').toBe('')
  expect(refusal({}, steps), 'nor one that has passed it').toBe('')
})

it('refuses what the migrator would silently leave out, and a database that only reads', () => {
  expect(refusal({ applied: ['0001_more'], missed: ['0000_initial'] })).toMatch(/^database_gap: .*0000_initial/)
  expect(refusal({ readOnly: true })).toMatch(/^database_read_only: /)
})
