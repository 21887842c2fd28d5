import { describe, expect, it } from 'vitest'
import { readEvents, type StreamEvent } from '#lib/mcp/event-stream.ts'

async function eventsOf(chunks: (string | Uint8Array)[]): Promise<StreamEvent[]> {
  const bytes = chunks.map((chunk) => (typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk))
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const one of bytes) controller.enqueue(one)
      controller.close()
    },
  })
  const found: StreamEvent[] = []
  for await (const event of readEvents(body)) found.push(event)
  return found
}

describe('readEvents', () => {
  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('reads events whose lines end in %s, wherever they are cut', async (_name, end) => {
    const text = ['event: endpoint', 'data: /messages', '', ': a comment', 'data: one', 'data:two', '', ''].join(end)
    const expected = [
      { event: 'endpoint', data: '/messages' },
      { event: 'message', data: 'one\ntwo' },
    ]
    expect(await eventsOf([text])).toEqual(expected)
    expect(await eventsOf([...text])).toEqual(expected)
  })

  it('puts a character together that was cut between two chunks', async () => {
    const bytes = new TextEncoder().encode('data: ü\n\n')
    expect(await eventsOf([bytes.slice(0, 7), bytes.slice(7)])).toEqual([{ event: 'message', data: 'ü' }])
  })

  it('keeps colons in data, and leaves out events without data and the unfinished last one', async () => {
    expect(await eventsOf(['event: ping\n\ndata: a: b\n\ndata: lost'])).toEqual([{ event: 'message', data: 'a: b' }])
  })
})
