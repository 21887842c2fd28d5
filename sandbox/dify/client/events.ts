import { StringDecoder } from 'node:string_decoder'

export interface ServerEvent {
  readonly type: string
  readonly data: string
}

/** The events of a text/event-stream, as they arrive. An event without a data line is passed on with empty data. */
export async function* eventsOf(stream: AsyncIterable<Buffer>): AsyncGenerator<ServerEvent> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  let fields: string[] = []
  for await (const chunk of stream) {
    rest += decoder.write(chunk)
    const lines = rest.split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (line !== '') fields.push(line)
      else if (fields.some((field) => !field.startsWith(':'))) yield event(fields.splice(0))
      else fields = []
    }
  }
}

function event(fields: readonly string[]): ServerEvent {
  const valuesOf = (name: string) =>
    fields.flatMap((field) => {
      const [key, ...value] = field.split(':')
      return key === name ? [value.join(':').replace(/^ /, '')] : []
    })
  return { type: valuesOf('event').at(-1) ?? 'message', data: valuesOf('data').join('\n') }
}
