import { expect, it } from 'vitest'
import { decideStep, type StepFacts } from '#lib/sync/run/item-step.ts'
import { provider, wish } from './sync-facts.ts'

const NOTHING = { url: false, headers: false, look: false }
const EVERYTHING = { url: true, headers: true, look: true }

function facts(change: Partial<StepFacts> = {}): StepFacts {
  const { desired } = wish('a')
  return { action: 'create', desired, remoteId: null, bound: null, change: EVERYTHING, lost: false, ...change }
}

it('creates what is not there', () => {
  expect(decideStep(facts(), [provider('b')])).toEqual({ do: 'create' })
})

it('refuses what somebody put there since the plan was made', () => {
  expect(decideStep(facts(), [provider('a')])).toMatchObject({
    do: 'fail',
    failure: { code: 'identifier_taken', nextStep: 'plan' },
  })
  expect(decideStep(facts(), [provider('b', { name: 'A' })])).toMatchObject({
    do: 'fail',
    failure: { code: 'name_taken' },
  })
  const failed = { remoteId: null, state: 'failed' as const }
  expect(decideStep(facts({ bound: failed, lost: true }), [provider('a')])).toMatchObject({ do: 'fail' })
})

it('takes over what its own lost attempt made, and only connects it', () => {
  const bound = { remoteId: null, state: 'unknown' as const }
  expect(decideStep(facts({ bound, lost: true }), [provider('a')])).toMatchObject({
    do: 'reconnect',
    there: { remoteId: 'id-a' },
  })
  expect(decideStep(facts({ bound }), [provider('a')])).toMatchObject({ do: 'update', change: EVERYTHING })
  expect(decideStep(facts({ bound, lost: true }), [])).toEqual({ do: 'create' })
})

it('goes on toward what another attempt of ours has made', () => {
  const bound = { remoteId: 'id-a', state: 'failed' as const }
  expect(decideStep(facts({ bound, change: { ...NOTHING, headers: true } }), [provider('a')])).toMatchObject({
    do: 'update',
    change: { url: false, headers: true, look: false },
  })
  expect(decideStep(facts({ bound, change: NOTHING }), [provider('a')])).toMatchObject({ do: 'reconnect' })
})

it('updates by the id of the plan, repeats a lost update whole, and heals what has gone', () => {
  const update = facts({
    action: 'update',
    remoteId: 'id-a',
    bound: { remoteId: 'id-a', state: 'in_sync' },
    change: NOTHING,
  })
  expect(decideStep(update, [provider('a')])).toMatchObject({ do: 'reconnect' })
  expect(decideStep(update, [provider('a', { name: 'B' })])).toMatchObject({
    do: 'update',
    change: { ...NOTHING, look: true },
  })
  expect(decideStep({ ...update, lost: true }, [provider('a')])).toMatchObject({ do: 'update', change: EVERYTHING })
  expect(decideStep(update, [])).toEqual({ do: 'create' })
})

it('adopts exactly what was chosen', () => {
  const adopt = facts({ action: 'adopt', remoteId: 'id-b', change: NOTHING })
  expect(decideStep(adopt, [provider('b')])).toMatchObject({
    do: 'update',
    there: { remoteId: 'id-b' },
    change: EVERYTHING,
  })
  expect(decideStep(adopt, [provider('a')])).toMatchObject({ do: 'fail', failure: { code: 'provider_gone' } })
})

it('removes by id alone', () => {
  const remove = facts({ action: 'remove', desired: null, remoteId: 'id-a' })
  expect(decideStep(remove, [provider('a')])).toEqual({ do: 'remove', remoteId: 'id-a' })
  expect(decideStep(remove, [provider('a', { remoteId: 'id-new' })])).toEqual({ do: 'nothing' })
  expect(decideStep({ ...remove, remoteId: null }, [provider('a')])).toEqual({ do: 'nothing' })
})
