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
  let event = ''
  let data: string[] = []
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      const chunk = decoder.decode(value, { stream: true })
      rest += chunk
      if (!/[\r\n]/.test(chunk) && !rest.endsWith('\r')) continue
      // A CR at the very end may be the first half of a CRLF.
      const lines = rest.split(/\r\n|\n|\r(?!$)/)
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
