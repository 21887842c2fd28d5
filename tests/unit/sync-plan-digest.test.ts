import { expect, it } from 'vitest'
import { planDifferences } from '#lib/sync/plan/plan-difference.ts'
import { planNamespace } from '#lib/sync/plan/plan-namespace.ts'
import type { SyncSituation } from '#lib/sync/plan/plan-types.ts'
import { planView } from '#lib/sync/plan/plan-view.ts'
import { planDigest, type StoredGroup } from '#lib/sync/plan/stored-plan.ts'
import { runOutcome } from '#lib/sync/run/run-outcome.ts'
import { noCounts } from '#lib/sync/run/run-rows.ts'
import { bound, provider, situation, wish } from './sync-facts.ts'

function group(given: SyncSituation, change: Partial<StoredGroup> = {}): StoredGroup {
  return {
    ...{ namespace: { id: 'n', name: 'Research', remoteId: 'r' }, groupKey: 'g', lookedAt: '2026-11-24T10:00:00Z' },
    ...{ providers: given.observed.length, fault: null, observed: given.observed },
    ...planNamespace(given),
    ...change,
  }
}

const digest = (...groups: StoredGroup[]) => planDigest('sync', groups)

it('stays the same for the same plan, whenever it is made and however the database sorts its keys', () => {
  const one = group(situation([provider('x')], wish('a', { choice: { kind: 'rename', name: 'Two' } })))
  const later = group(
    situation([provider('y'), provider('x')], wish('a', { choice: { name: 'Two', kind: 'rename' } })),
    {
      lookedAt: '2026-11-24T10:05:00Z',
    },
  )
  expect(digest(one)).toBe(digest(later))
})

it('is another one for another action, target, token, field or fault', () => {
  const usual = digest(group(situation([provider('a')], wish('a', { bound: bound('a') }))))
  const others = [
    digest(group(situation([], wish('a', { bound: bound('a') })))),
    digest(group(situation([provider('a', { authorised: false })], wish('a', { bound: bound('a') })))),
    digest(group(situation([provider('a')], wish('a', { bound: bound('a'), tokenVersion: 'another' })))),
    digest(
      group(
        situation(
          [provider('a')],
          wish('a', { bound: bound('a'), change: { url: false, headers: true, look: false } }),
        ),
      ),
    ),
    digest(
      group(situation([provider('a')], wish('a', { bound: bound('a') })), {
        fault: { code: 'timed_out', message: '', next: null, platformSaid: null, nextStep: 'retry' },
      }),
    ),
    planDigest('remove', [group(situation([provider('a')], wish('a', { bound: bound('a') })))]),
  ]
  expect(new Set([usual, ...others]).size).toBe(others.length + 1)
})

it('counts, weighs and blocks', () => {
  const groups = [group(situation([provider('b')], wish('a'), wish('b')))]
  const view = planView('sync', { pace: {} }, '1.14.0', groups)
  expect(view).toMatchObject({
    writes: 1,
    seconds: 1,
    blockers: ['1 conflict needs your choice.'],
    counts: { create: 1, conflict: 1 },
  })
  const learned = planView('sync', { pace: { createMs: 9000, parallel: 1, listMsPerProvider: 1000 } }, '1.14.0', groups)
  expect(learned.seconds).toBe(10)
  const nothing = [group(situation([], wish('a', { hindrance: { code: 'x', message: 'no', nextStep: 'none' } })))]
  expect(planView('sync', { pace: {} }, null, nothing)).toMatchObject({
    seconds: null,
    blockers: ['Nothing of this can be carried. Each line says why.'],
  })
  const skipped = [group(situation([provider('a')], wish('a', { choice: { kind: 'skip' } })))]
  expect(planView('sync', { pace: {} }, null, skipped)).toMatchObject({
    counts: { skip: 1 },
    blockers: ['Everything is skipped. Choose something else for at least one, or close this.'],
  })
})

it('tells what differs between two plans', () => {
  const stored = (given: SyncSituation) => {
    const groups = [group(given)]
    return { groups, view: planView('sync', { pace: {} }, '1.14.0', groups) }
  }
  const before = stored(situation([], wish('a'), wish('b')))
  const now = stored(situation([provider('a')], wish('a'), wish('b')))
  expect(planDifferences(before, now)).toMatchObject([
    { service: 'A', was: 'create', is: 'conflict', namespace: 'Research' },
  ])
  expect(planDifferences(before, before)).toEqual([])
  expect(planDifferences(null, before)).toHaveLength(2)
})

it('says how a run ended', () => {
  const ended = (counts: Partial<ReturnType<typeof noCounts>>) =>
    runOutcome({ counts: { ...noCounts(), ...counts }, kind: 'sync', platformName: 'Dify Production' })
  expect(ended({ created: 6 })).toEqual({
    good: true,
    message: '6 created. Dify Production reports all of them connected, with their tools.',
  })
  expect(ended({ created: 2, failed: 4 })).toEqual({ good: false, message: '2 created. 4 failed.' })
  expect(ended({ updated: 1, unchanged: 1, unknown: 1, cancelled: 2 })).toEqual({
    good: false,
    message: '1 updated and 1 unchanged. 1 unknown and 2 cancelled.',
  })
  expect(ended({ created: 1, skipped: 2 }).good).toBe(true)
})
