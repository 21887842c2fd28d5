import { describe, expect, it } from 'vitest'
import type { UpstreamAnswer } from '#lib/gateway/exchange.ts'
import { RelayedBody } from '#lib/gateway/relayed-body.ts'

/** A body whose answer has begun, and what happened to the service's side of it. */
function begun() {
  const told: UpstreamAnswer[] = []
  const body = new RelayedBody((answer) => told.push(answer))
  const service = { brokenOff: 0, resumed: 0 }
  body.begin(200, { 'content-type': 'text/plain' }, () => service.brokenOff++)
  expect(told).toEqual([{ status: 200, headers: { 'content-type': 'text/plain' }, body }])
  /** Sends a piece; where it is told to wait, it asks for a sign as the connection does. */
  const send = (text: string) => {
    const more = body.piece(Buffer.from(text))
    if (!more) body.onDrain(() => service.resumed++)
    return more
  }
  return { body, service, send }
}

function gate() {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  return { promise, open: resolve, refuse: reject }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('the body of a relayed answer', () => {
  it('is there at once where it came before anybody read', async () => {
    const { body, send } = begun()
    expect([send('one '), send('two')]).toEqual([true, true])
    body.end()
    expect(await body.readHead(100)).toEqual({ head: Buffer.from('one two'), complete: true })
  })

  it('holds the service back when more than 64 kB wait for a reader, until one comes', async () => {
    const { body, service, send } = begun()
    expect(send('x'.repeat(65 * 1024))).toBe(false)
    expect(service.resumed).toBe(0)
    const read = body.readHead(1024 * 1024)
    expect(service.resumed).toBe(1)
    body.end()
    expect((await read).head.length).toBe(65 * 1024)
  })

  it('gives the beginning, and the rest to the next reader, in order', async () => {
    const { body, send } = begun()
    const head = body.readHead(5)
    send('abc')
    send('def')
    send('ghi')
    expect(await head).toEqual({ head: Buffer.from('abcdef'), complete: false })
    const seen: string[] = []
    const pumped = body.pump((chunk) => {
      seen.push(chunk.toString())
      return undefined
    })
    send('jkl')
    body.end()
    await pumped
    expect(seen).toEqual(['ghi', 'jkl'])
  })

  it('waits for a slow reader, who loses nothing when the end comes meanwhile', async () => {
    const { body, service, send } = begun()
    const first = gate()
    const seen: string[] = []
    let done = false
    const pumped = body
      .pump((chunk) => {
        seen.push(chunk.toString())
        return seen.length === 1 ? first.promise : undefined
      })
      .then(() => {
        done = true
      })
    expect([send('one'), send('two')]).toEqual([false, false])
    body.end()
    await settled()
    expect([seen, done, service.resumed]).toEqual([['one'], false, 0])
    first.open()
    await pumped
    expect(seen).toEqual(['one', 'two'])
    expect(service.resumed).toBe(1)
  })

  it('fails after what came before the fault', async () => {
    const { body, send } = begun()
    send('half')
    body.end(new Error('broke off'))
    const seen: string[] = []
    const pumped = body.pump((chunk) => {
      seen.push(chunk.toString())
      return undefined
    })
    await expect(pumped).rejects.toThrow('broke off')
    expect(seen).toEqual(['half'])
    await expect(body.readHead(10)).rejects.toThrow('broke off')
  })

  it.each(['throws', 'rejects'])('breaks the service off when its reader %s', async (how) => {
    const { body, service, send } = begun()
    const pumped = body.pump(() => {
      if (how === 'throws') throw new Error('too much')
      return Promise.reject(new Error('too much'))
    })
    send('one')
    await expect(pumped).rejects.toThrow('too much')
    expect(service.brokenOff).toBe(1)
  })

  it('is let go of: the service is broken off, and what still comes is nobody’s', async () => {
    const { body, service, send } = begun()
    send('one')
    body.discard()
    expect(service.brokenOff).toBe(1)
    body.end(new Error('nobody reads the answer'))
    await settled()
  })

  it('is read away so that the connection stays', async () => {
    const { body, service, send } = begun()
    body.drain()
    expect(send('x'.repeat(100 * 1024))).toBe(true)
    body.end()
    await settled()
    expect(service.brokenOff).toBe(0)
  })
})
