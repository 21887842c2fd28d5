import { describe, expect, it } from 'vitest'
import { mergeItems } from '#app/(console)/syncs/[id]/merge-items.ts'
import { type ItemsQuery, isAsked } from '#app/(console)/syncs/[id]/query.ts'
import { runState, segmentsOf, wellEnded } from '#app/(console)/syncs/run-words.ts'
import { type RunItemView, VERDICTS, type Verdict } from '#lib/sync/schema.ts'

function item(id: string, verdict: Verdict, revision: number): RunItemView {
  return {
    id,
    laneId: 'lane',
    service: { id: 's', name: `Service ${id}`, identifier: id, iconEmoji: '', iconColor: '', gone: false },
    namespaceId: null,
    namespaceName: 'Research',
    action: 'create',
    verdict,
    code: null,
    reason: null,
    nextStep: null,
    platformSaid: null,
    toolsThere: null,
    toolsOfService: null,
    tokenMode: 'none',
    attempt: 0,
    startedAt: null,
    endedAt: null,
    ms: null,
    revision,
  }
}

const ALL: ItemsQuery = { verdict: null, lane: null, q: '', page: 1 }
const changed = (...items: RunItemView[]) => new Map(items.map((one) => [one.id, one]))
const counts = (some: Partial<Record<Verdict, number>>) =>
  ({ ...Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])), ...some }) as Record<Verdict, number>

describe('the live list of items', () => {
  it('puts what changed last on top', () => {
    const rows = [item('a', 'waiting', 0), item('b', 'waiting', 0)]
    expect(mergeItems(rows, changed(item('b', 'created', 5)), ALL).map(({ id }) => id)).toEqual(['b', 'a'])
  })

  it('takes a row out that is not asked for any more, and takes one in that is', () => {
    const failed = { ...ALL, verdict: 'failed' as const }
    const merged = mergeItems(
      [item('a', 'failed', 1)],
      changed(item('a', 'waiting', 2), item('c', 'failed', 3)),
      failed,
    )
    expect(merged.map(({ id }) => id)).toEqual(['c'])
  })

  it('never goes back to an older version of a row', () => {
    expect(mergeItems([item('a', 'created', 9)], changed(item('a', 'running', 4)), ALL)[0]?.verdict).toBe('created')
  })

  it('changes later pages only in place, so that nothing moves there', () => {
    const rows = [item('a', 'waiting', 0), item('b', 'waiting', 0)]
    const merged = mergeItems(rows, changed(item('b', 'created', 5), item('z', 'created', 6)), { ...ALL, page: 2 })
    expect(merged.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual(['a waiting', 'b created'])
  })

  it('stays as long as a page', () => {
    const many = Array.from({ length: 300 }, (_, at) => item(`n${at}`, 'created', at + 1))
    expect(mergeItems([], changed(...many), ALL)).toHaveLength(100)
  })
})

describe('what the address asks for', () => {
  it('searches service, identifier and namespace without regard to case', () => {
    expect(isAsked(item('a', 'created', 1), { ...ALL, q: 'resEARCH' })).toBe(true)
    expect(isAsked(item('a', 'created', 1), { ...ALL, q: 'sales' })).toBe(false)
    expect(isAsked(item('a', 'created', 1), { ...ALL, lane: 'other' })).toBe(false)
  })
})

describe('a run in words', () => {
  it('counts as well ended only what is as it should be', () => {
    expect(wellEnded(counts({ created: 2, unchanged: 3, skipped: 4, failed: 1 }))).toBe(5)
  })

  it('has a badge for what is worst in it', () => {
    const badge = (status: 'running' | 'done', of: Parameters<typeof counts>[0], paused = false) =>
      runState({ status, counts: counts(of), paused })
    expect(badge('done', { created: 6 })).toEqual({ state: 'done', word: 'done' })
    expect(badge('done', { failed: 2, unknown: 1 }).word).toBe('2 failed')
    expect(badge('running', { failed: 2 }).state).toBe('running')
    expect(badge('running', { waiting: 2, running: 1 }, true).word).toBe('pausing')
    expect(badge('running', { waiting: 2 }, true)).toEqual({ state: 'paused', word: 'paused' })
  })

  it('fills its bar with everything that does not wait', () => {
    const filled = segmentsOf(counts({ created: 1, skipped: 2, unknown: 3, failed: 4, running: 5, waiting: 6 }))
    expect(filled.reduce((sum, { count }) => sum + count, 0)).toBe(15)
  })
})
