import { expect, it } from 'vitest'
import { logError } from '#lib/core/log-error.ts'

it('keeps what an error is, and nothing that a library hung on it', () => {
  const cause = Object.assign(new Error('reset'), {
    code: 'ECONNRESET',
    client: { secretKey: 4711, password: 'canary' },
  })
  const logged = logError(Object.assign(new TypeError('lost', { cause }), { response: { body: 'canary' } }))
  expect(logged).toMatchObject({
    type: 'TypeError',
    message: 'lost',
    stack: expect.stringContaining('lost'),
    cause: { type: 'Error', message: 'reset', code: 'ECONNRESET' },
  })
  expect(JSON.stringify(logged)).not.toMatch(/canary|secretKey|4711/)
})

it('ends at causes that go round, and takes what is no error', () => {
  const round = new Error('round')
  round.cause = round
  expect(JSON.stringify(logError(round)).match(/"message":"round"/g)).toHaveLength(6)
  expect(logError('text')).toEqual({ type: 'string', message: 'text' })
})

it('says what an error was that a library handed on as a plain object, as the queue does', () => {
  const lost = Object.assign(new Error('the database system is shutting down'), { code: '57P03' })
  const handedOn = { ...lost, message: lost.message, stack: lost.stack, queue: 'sync-lane', worker: { data: 'canary' } }
  const logged = logError(handedOn)
  expect(logged).toMatchObject({ type: 'object', message: lost.message, code: '57P03', stack: lost.stack })
  expect(JSON.stringify(logged)).not.toContain('canary')
})
