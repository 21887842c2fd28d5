/** One server-sent event; `event` is `message` when the stream names none. */
export interface StreamEvent {
  event: string
  data: string
}

/** Reads server-sent events (HTML standard §9.2.6), whatever the line ends and wherever the chunks are cut. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  let afterCr = false
  let event = ''
  let data: string[] = []
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      const text = decoder.decode(value, { stream: true })
      if (text === '') continue
      // A CR at the end of a chunk ends its line; an LF that follows in the next chunk belongs to it.
      const chunk = afterCr && text.startsWith('\n') ? text.slice(1) : text
      afterCr = text.endsWith('\r')
      rest += chunk
      if (!/[\r\n]/.test(chunk)) continue
      const lines = rest.split(/\r\n|\n|\r/)
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (line === '') {
          if (data.length > 0) yield { event: event || 'message', data: data.join('\n') }
          event = ''
          data = []
          continue
        }
        const [, field, text = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? []
        if (field === 'event') event = text
        if (field === 'data') data.push(text)
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
