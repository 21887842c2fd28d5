import { describe, expect, it } from 'vitest'
import {
  credentialOf,
  emptySlot,
  formFault,
  isEmpty,
  sentAsOf,
} from '#app/(console)/services/sync/authentication/fields.ts'
import { problemsIn, reachableStep, stepsOf } from '#app/(console)/services/sync/steps.ts'
import { counted, listed } from '#app/(console)/services/sync/words.ts'
import type { DraftProblem, DraftStep, DraftView, SlotView } from '#lib/sync/schema.ts'

function view(kind: DraftView['kind'], done: DraftStep[]): DraftView {
  const step = (name: DraftStep) => ({ done: done.includes(name), summary: '', missing: [] })
  return {
    id: 'd',
    kind,
    name: null,
    createdAt: '',
    expiresAt: '',
    services: [],
    platform: null,
    namespaces: [],
    authentication: [],
    steps: {
      platform: step('platform'),
      namespaces: step('namespaces'),
      authentication: step('authentication'),
      review: step('review'),
    },
    problems: [],
    plan: null,
  }
}

describe('the steps of the dialog', () => {
  it('shows the wanted step where everything before it is done', () => {
    expect(reachableStep(view('sync', ['platform', 'namespaces']), 'namespaces')).toBe('namespaces')
    expect(reachableStep(view('sync', ['platform', 'namespaces']), 'authentication')).toBe('authentication')
  })

  it('stops at the first step that is not done, whatever the address says', () => {
    expect(reachableStep(view('sync', ['platform']), 'review')).toBe('namespaces')
    expect(reachableStep(view('sync', []), 'review')).toBe('platform')
  })

  it('goes as far as it can where the address names no step, or one that does not exist', () => {
    expect(reachableStep(view('sync', ['platform', 'namespaces', 'authentication']), null)).toBe('review')
    expect(reachableStep(view('sync', ['platform']), 'elsewhere')).toBe('namespaces')
  })

  it('has no authentication for a removal', () => {
    expect(stepsOf('remove')).toEqual(['platform', 'namespaces', 'review'])
    expect(reachableStep(view('remove', ['platform', 'namespaces']), 'authentication')).toBe('review')
  })
})

describe('what a step says has changed', () => {
  const problem = (code: DraftProblem['code'], step: DraftStep) => ({ code, step, message: code, next: null })
  const changed = (kind: DraftView['kind'], ...problems: DraftProblem[]) => ({ ...view(kind, []), problems })
  const codes = (of: DraftView, step: DraftStep) => problemsIn(of, step).map(({ code }) => code)

  it('names what is gone in every step from where it matters', () => {
    const gone = changed('sync', problem('service_gone', 'platform'), problem('namespace_gone', 'namespaces'))
    expect(codes(gone, 'platform')).toEqual(['service_gone'])
    for (const step of ['namespaces', 'authentication', 'review'] as const)
      expect(codes(gone, step)).toEqual(['service_gone', 'namespace_gone'])
    expect(codes(changed('remove', problem('service_gone', 'platform')), 'review')).toEqual(['service_gone'])
  })

  it('names what does not work now only in its own step', () => {
    const away = changed('sync', problem('namespace_unavailable', 'namespaces'), problem('service_abnormal', 'review'))
    expect(codes(away, 'platform')).toEqual([])
    expect(codes(away, 'namespaces')).toEqual(['namespace_unavailable'])
    expect(codes(away, 'authentication')).toEqual([])
    expect(codes(away, 'review')).toEqual(['service_abnormal'])
  })
})

describe('what is typed for a service', () => {
  it('becomes a credential by how it is sent', () => {
    const slot = { ...emptySlot(), token: 'abc', username: 'me', headers: [{ name: ' X-One ', value: '1' }] }
    expect(credentialOf('bearer', '', slot)).toEqual({ kind: 'bearer', token: 'abc' })
    expect(credentialOf('apiKey', ' X-API-Key ', slot)).toEqual({ kind: 'apiKey', header: 'X-API-Key', value: 'abc' })
    expect(credentialOf('basic', '', slot)).toEqual({ kind: 'basic', username: 'me', password: 'abc' })
    expect(credentialOf('headers', '', slot)).toEqual({ kind: 'headers', headers: [{ name: 'X-One', value: '1' }] })
  })

  it('leaves out header lines that nobody filled in', () => {
    const slot = { ...emptySlot(), headers: [...emptySlot().headers, { name: 'A', value: 'b' }] }
    expect(credentialOf('headers', '', slot)).toEqual({ kind: 'headers', headers: [{ name: 'A', value: 'b' }] })
    expect(isEmpty('headers', slot)).toBe(false)
    expect(isEmpty('headers', emptySlot(['Authorization']))).toBe(true)
  })

  it('names the field in a fault, in a whole sentence', () => {
    expect(formFault({ kind: 'bearer', token: 'a b' })).toMatchObject({
      level: 'bad',
      message: expect.stringMatching(/^The token holds a space/),
    })
    expect(formFault({ kind: 'apiKey', header: 'not a name', value: 'v' })).toMatchObject({
      level: 'bad',
      message: expect.stringMatching(/^The header is not a header name/),
    })
    expect(formFault({ kind: 'bearer', token: 'a-real-looking-token-1' })).toBeUndefined()
  })

  it('starts as the server sends it now', () => {
    const entered: SlotView = {
      namespaceId: null,
      namespaceName: null,
      choice: {
        mode: 'entered',
        source: 'typed',
        set: true,
        setAt: null,
        setBy: null,
        credentialKind: 'apiKey',
        headerNames: ['X-Key'],
      },
      obstacle: null,
      kept: null,
      proof: null,
      acceptedUnverified: false,
      ready: false,
    }
    expect(sentAsOf([entered])).toEqual({ kind: 'apiKey', header: 'X-Key', headerNames: ['X-Key'] })
    expect(sentAsOf([])).toMatchObject({ kind: 'bearer' })
  })
})

describe('words for numbers and names', () => {
  it('counts with the right number and thousands apart', () => {
    expect(counted(1, 'namespace')).toBe('1 namespace')
    expect(counted(10_000, 'item')).toBe('10,000 items')
  })

  it('lists as many names as asked, and says how many are left', () => {
    expect(listed(['a', 'b', 'c'])).toBe('a, b, c')
    expect(listed(['a', 'b', 'c', 'd', 'e'])).toBe('a, b and 3 more')
  })
})
