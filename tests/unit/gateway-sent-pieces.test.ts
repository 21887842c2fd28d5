import { describe, expect, it } from 'vitest'
import { SentPieces } from '#lib/gateway/protocol/sent-pieces.ts'

const read = () => Buffer.allocUnsafeSlow(64 * 1024)

describe('pieces of a big answer', () => {
  it('give their memory back when a piece of the next read was sent', () => {
    const sent = new SentPieces()
    const [first, second] = [read(), read()]
    sent.onSent(first)?.()
    expect(first.length).toBe(64 * 1024)
    sent.onSent(second)?.()
    expect([first.length, second.length]).toEqual([0, 64 * 1024])
  })

  it('keep the memory of a read of which another piece may still wait', () => {
    const sent = new SentPieces()
    const memory = read()
    const [first, second] = [memory.subarray(0, 32 * 1024), memory.subarray(32 * 1024)]
    sent.onSent(first)?.()
    sent.onSent(second)?.()
    expect([first.length, second.length]).toEqual([32 * 1024, 32 * 1024])
  })

  it('keep it where the connection broke', () => {
    const sent = new SentPieces()
    const [first, second] = [read(), read()]
    sent.onSent(first)?.()
    sent.onSent(second)?.(new Error('gone'))
    expect(first.length).toBe(64 * 1024)
  })

  it('leave small ones alone, which may share their memory with others', () => {
    expect(new SentPieces().onSent(Buffer.from('small'))).toBeUndefined()
  })
})
