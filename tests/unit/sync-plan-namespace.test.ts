import { describe, expect, it } from 'vitest'
import { planNamespace } from '#lib/sync/plan/plan-namespace.ts'
import { planRemoval } from '#lib/sync/plan/plan-removal.ts'
import type { SyncSituation } from '#lib/sync/plan/plan-types.ts'
import { bound, provider, situation, wish } from './sync-facts.ts'

const NOTHING = { url: false, headers: false, look: false }

/** The one planned item of a situation. */
function only(given: SyncSituation) {
  const { items } = planNamespace(given)
  expect(items).toHaveLength(1)
  const [item] = items
  if (item === undefined) throw new Error('nothing was planned')
  return item
}

describe('planning a namespace', () => {
  it('creates what is not there', () => {
    const item = only(situation([provider('other')], wish('a')))
    expect(item).toMatchObject({ remoteId: null, writes: 1, change: { url: true, headers: true, look: true } })
    expect(item.view).toMatchObject({ action: 'create', summary: 'at the service’s own address, no token' })
  })

  it('creates anew under the same identifier what was deleted there', () => {
    expect(only(situation([], wish('a', { bound: bound('a') }))).view).toMatchObject({
      action: 'create',
      code: 'gone_there',
    })
  })

  it('leaves alone what is as it should be', () => {
    const item = only(situation([provider('a')], wish('a', { bound: bound('a') })))
    expect(item).toMatchObject({ writes: 0, change: NOTHING })
    expect(item.view).toMatchObject({ action: 'unchanged', summary: 'in sync, 2 tools', changes: [] })
  })

  it('shows what an update changes, old and new', () => {
    const changed = wish('a', {
      bound: bound('a', { tokenMode: 'entered', tokenSetAt: '2026-11-03T10:00:00.000Z' }),
      change: { url: true, headers: true, look: true },
      token: { mode: 'entered', how: 'Bearer token', setAt: '2026-11-20T10:00:00.000Z' },
    })
    changed.desired = { ...changed.desired, url: 'https://two.example/mcp', iconEmoji: '📚', timeoutSeconds: 60 }
    const { view } = only(situation([provider('a')], changed))
    expect(view).toMatchObject({ action: 'update', summary: 'URL, token, icon and timeouts change', code: null })
    expect(view.changes.map(({ field, from, to }) => [field, from, to])).toEqual([
      ['url', 'https://one.example/a/mcp', 'https://two.example/mcp'],
      ['token', 'entered, set on 3 Nov', 'another one, Bearer token, set on 20 Nov'],
      ['icon', '🧭', '📚'],
      ['timeouts', '30 s, stream 300 s', '60 s, stream 300 s'],
    ])
  })

  it.each([
    [
      'somebody wrote after us',
      provider('a', { updatedAt: 1001 }),
      {},
      'changed_there',
      { url: true, headers: true, look: true },
    ],
    ['it is not connected', provider('a', { authorised: false }), {}, 'not_connected', NOTHING],
    ['it lists no tools', provider('a', { tools: [] }), {}, 'no_tools', NOTHING],
    ['it was renamed there', provider('a', { name: 'B' }), {}, null, { ...NOTHING, look: true }],
    [
      'its identifier was changed there',
      provider('b', { remoteId: 'id-a', name: 'A' }),
      {},
      null,
      { ...NOTHING, look: true },
    ],
    ['it points elsewhere', provider('a', { urlOrigin: 'https://evil.example' }), {}, null, { ...NOTHING, url: true }],
    [
      'the last attempt failed',
      provider('a'),
      { state: 'failed', stateCode: 'token_refused' },
      'token_refused',
      NOTHING,
    ],
    ['the last outcome is unknown', provider('a'), { state: 'unknown' }, 'unknown_before', NOTHING],
    ['the service has other tools now', provider('a'), { toolsOfService: 1 }, 'tools_changed', NOTHING],
  ] as const)('updates when %s', (_, there, change, code, parts) => {
    const item = only(situation([there], wish('a', { bound: bound('a', change) })))
    expect(item.view).toMatchObject({ action: 'update', code })
    expect(item.change).toEqual(parts)
    expect(item.remoteId).toBe('id-a')
  })

  it('does not take an older time for a change, nor miss a time that nobody told', () => {
    expect(only(situation([provider('a', { updatedAt: 900 })], wish('a', { bound: bound('a') }))).view.action).toBe(
      'unchanged',
    )
    const timeless = wish('a', { bound: bound('a', { remoteUpdatedAt: null }) })
    expect(only(situation([provider('a')], timeless)).view.action).toBe('unchanged')
  })

  it('takes for ours what stands under our identifier only when our own attempt ended unknown', () => {
    const lost = bound('a', { remoteId: null, state: 'unknown' })
    expect(only(situation([provider('a')], wish('a', { bound: lost })))).toMatchObject({
      remoteId: 'id-a',
      view: { action: 'update' },
    })
    const failed = bound('a', { remoteId: null, state: 'failed', stateCode: 'platform_failed' })
    expect(only(situation([provider('a')], wish('a', { bound: failed }))).view.action).toBe('conflict')
    const replaced = bound('a', { remoteId: 'id-old' })
    expect(only(situation([provider('a')], wish('a', { bound: replaced }))).view.action).toBe('conflict')
  })

  it('cannot carry what has a hindrance, and says which', () => {
    const hindrance = {
      code: 'out_of_reach',
      message: 'It speaks only MCP 2026-07-28, Dify can’t.',
      nextStep: 'service',
    } as const
    const item = only(situation([], wish('a', { hindrance, warnings: ['never shown'] })))
    expect(item).toMatchObject({ writes: 0, desired: null })
    expect(item.view).toMatchObject({
      action: 'cant',
      code: 'out_of_reach',
      summary: hindrance.message,
      nextStep: 'service',
      warnings: [],
    })
  })
})

describe('conflicts', () => {
  it('offers adopt and skip where the identifier is taken', () => {
    const { view } = only(situation([provider('a')], wish('a')))
    expect(view).toMatchObject({
      action: 'conflict',
      code: 'identifier_taken',
      conflict: { taken: 'identifier', chosen: null },
    })
    expect(view.conflict?.choices.map(({ kind, needsName }) => [kind, needsName])).toEqual([
      ['adopt', false],
      ['skip', false],
    ])
  })

  it('adopts by choice, and forgets a choice whose provider is another one now', () => {
    const chosen = wish('a', { choice: { kind: 'adopt', remoteId: 'id-a' } })
    const item = only(situation([provider('a')], chosen))
    expect(item).toMatchObject({ remoteId: 'id-a', writes: 1, view: { action: 'adopt' } })
    expect(only(situation([provider('a', { remoteId: 'id-new' })], chosen)).view.action).toBe('conflict')
  })

  it('wants another name too where the name is held by yet another one', () => {
    const there = [provider('a', { name: 'Z' }), provider('b', { name: 'A' })]
    const { view } = only(situation(there, wish('a', { choice: { kind: 'adopt', remoteId: 'id-a' } })))
    expect(view.action).toBe('conflict')
    expect(view.conflict?.choices[0]).toMatchObject({ kind: 'adopt', needsName: true })
    const named = wish('a', { choice: { kind: 'adopt', remoteId: 'id-a', name: 'A two' } })
    expect(only(situation(there, named))).toMatchObject({
      desired: { name: 'A two', renamed: true },
      view: { action: 'adopt' },
    })
  })

  it('renames the shown name only, and not to one that is taken', () => {
    const there = [provider('b', { name: 'A' }), provider('c', { name: 'C' })]
    expect(only(situation(there, wish('a'))).view.conflict?.choices.map(({ kind }) => kind)).toEqual([
      'adopt',
      'rename',
      'skip',
    ])
    const renamed = only(situation(there, wish('a', { choice: { kind: 'rename', name: 'A two' } })))
    expect(renamed).toMatchObject({
      desired: { identifier: 'a', name: 'A two', renamed: true },
      view: { action: 'create' },
    })
    expect(only(situation(there, wish('a', { choice: { kind: 'rename', name: 'C' } }))).view.action).toBe('conflict')
  })

  it('says what adopting costs when the identifier changes with it', () => {
    const { view } = only(situation([provider('b', { name: 'A' })], wish('a')))
    expect(view.conflict?.choices[0]?.consequence).toContain('workflows there that use it as «b» stop')
  })

  it('skips by choice', () => {
    const item = only(situation([provider('a')], wish('a', { choice: { kind: 'skip' } })))
    expect(item).toMatchObject({ writes: 0, desired: null, view: { action: 'skip' } })
  })

  it('offers no adoption of what is ours for another service', () => {
    const given = situation([provider('b', { name: 'A' })], wish('a'))
    given.others = [{ remoteId: 'id-b', serviceName: 'B', url: 'https://one.example/b/mcp' }]
    expect(only(given).view.conflict).toMatchObject({
      by: [{ service: 'B' }],
      choices: [{ kind: 'rename' }, { kind: 'skip' }],
    })
  })

  it('lets two services of one name or one URL not collide in silence', () => {
    const twin = wish('b', {
      service: { ...wish('b').service, name: 'A' },
      desired: { ...wish('b').desired, name: 'A' },
    })
    expect(planNamespace(situation([], wish('a'), twin)).items.map(({ view }) => [view.action, view.code])).toEqual([
      ['create', null],
      ['conflict', 'name_taken'],
    ])
    const same = wish('b', { desired: { ...wish('b').desired, url: 'https://one.example/a/mcp' } })
    const [, second] = planNamespace(situation([], wish('a'), same)).items
    expect(second?.view).toMatchObject({
      action: 'conflict',
      code: 'url_taken',
      conflict: { choices: [{ kind: 'skip' }] },
    })
  })

  it('knows a taken URL after the platform has refused it', () => {
    const refused = bound('a', { remoteId: null, state: 'failed', stateCode: 'url_taken' })
    const there = [provider('x'), provider('y'), provider('far', { urlOrigin: 'https://far.example' })]
    const { view } = only(situation(there, wish('a', { bound: refused })))
    expect(view.conflict).toMatchObject({ taken: 'url', by: [{ remoteId: 'id-x' }, { remoteId: 'id-y' }] })
    // One of ours at the same host is known not to hold it.
    const ours = wish('b', { bound: bound('b') })
    const beside = planNamespace(situation([...there, provider('b')], wish('a', { bound: refused }), ours)).items
    expect(beside.find(({ view: { service } }) => service.name === 'A')?.view.conflict).toMatchObject({
      by: [{ remoteId: 'id-x' }, { remoteId: 'id-y' }],
      choices: [{ kind: 'adopt' }, { kind: 'skip' }],
    })
    const adopted = wish('a', { bound: refused, choice: { kind: 'adopt', remoteId: 'id-y' } })
    expect(only(situation(there, adopted))).toMatchObject({ remoteId: 'id-y', view: { action: 'adopt' } })
  })

  it('asks about a new name of ours that somebody else has', () => {
    const mine = wish('a', { bound: bound('a'), change: { ...NOTHING, look: true } })
    mine.desired = { ...mine.desired, name: 'Taken' }
    const there = [provider('a'), provider('b', { name: 'Taken' })]
    expect(only(situation(there, mine)).view.conflict?.choices.map(({ kind }) => kind)).toEqual(['rename', 'skip'])
  })
})

describe('tools of one name', () => {
  it('names the providers that will both have them, but not those that were alike before', () => {
    const there = [provider('b', { tools: ['look', 'other'] }), provider('c', { tools: ['other'] })]
    expect(planNamespace(situation(there, wish('a'))).sameTools).toEqual([{ tool: 'look', providers: ['A', 'B'] }])
  })

  it('counts a provider of ours once', () => {
    expect(planNamespace(situation([provider('a')], wish('a', { bound: bound('a') }))).sameTools).toEqual([])
  })
})

describe('planning a removal', () => {
  const leaving = (change: Parameters<typeof bound>[1] = {}) => [
    { service: wish('a').service, bound: bound('a', change), reach: wish('a').reach },
  ]

  it('removes ours, and never what only has our identifier', () => {
    expect(planRemoval([provider('a')], leaving()).items).toMatchObject([
      { remoteId: 'id-a', writes: 1, view: { action: 'remove', summary: 'with its 2 tools' } },
    ])
    expect(planRemoval([provider('a', { remoteId: 'id-new' })], leaving()).items).toMatchObject([
      {
        remoteId: null,
        writes: 0,
        view: { code: 'missing_already', summary: expect.stringContaining('not ours and stays') },
      },
    ])
    expect(planRemoval([], leaving()).items).toMatchObject([
      { remoteId: null, writes: 0, view: { code: 'missing_already' } },
    ])
  })
})
