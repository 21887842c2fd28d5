import { describe, expect, it } from 'vitest'
import { compareRows } from '#scripts/docker-trial/rows.ts'

const before = {
  services: { s1: { id: 's1', name: 'Weather', tools: ['a', 'b'] }, s2: { id: 's2', name: 'Ledger', tools: [] } },
  run_items: { i1: { id: 'i1', verdict: 'created', ms: 5 }, i2: { id: 'i2', verdict: 'running', ms: null } },
  leases: { 'lane:1': { key: 'lane:1' } },
}
const allowed = { leases: 'gone', run_items: ({ verdict }: Record<string, unknown>) => verdict === 'running' } as const

describe('the rows after a kill', () => {
  it('are those from before; what came may be more, and what may differ is named', () => {
    const after = {
      services: { ...before.services, s3: { id: 's3', name: 'Clock', tools: [] } },
      run_items: { ...before.run_items, i2: { id: 'i2', verdict: 'created', ms: 7 } },
      leases: {},
    }
    expect(compareRows(before, after, allowed)).toEqual({ rows: 4, differed: ['run_items.ms', 'run_items.verdict'] })
  })

  it.each([
    ['a row is missing', { services: { s1: before.services.s1 } }, 'services s2 is missing'],
    ['a table is missing', { services: {} }, 'services s1 is missing'],
    [
      'a value is another one',
      { services: { ...before.services, s1: { ...before.services.s1, tools: ['b', 'a'] } } },
      'services s1: tools was ["a","b"], is ["b","a"]',
    ],
    [
      'a row differs that may not',
      { run_items: { ...before.run_items, i1: { id: 'i1', verdict: 'waiting', ms: 5 } } },
      'run_items i1: verdict was "created", is "waiting"',
    ],
  ])('are refused where %s', (_what, changed, said) => {
    expect(() => compareRows(before, { ...before, ...changed }, allowed)).toThrow(said)
  })
})
