import type { ServerResponse } from 'node:http'
import type { CallLine } from '../call-line.ts'

/** The head of a response that is a stream of server-sent events; proxies must neither keep nor gather it. */
export const EVENT_STREAM_HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
} as const

/** A message as a server-sent event. */
export function eventText(message: unknown): string {
  return `event: message\ndata: ${JSON.stringify(message)}\n\n`
}

/** Writes to a caller and counts; the promise, if there is one, is fulfilled when the caller has taken enough to be sent more. */
export function write(
  response: ServerResponse,
  bytes: Buffer | string,
  line: CallLine | undefined,
  onSent?: (error?: Error | null) => void,
): Promise<void> | undefined {
  if (response.destroyed) return undefined
  if (line !== undefined) line.bytesOut += typeof bytes === 'string' ? Buffer.byteLength(bytes) : bytes.length
  if (response.write(bytes, onSent)) return undefined
  return new Promise((resolve) => {
    const settle = () => {
      response.off('drain', settle).off('close', settle)
      resolve()
    }
    response.on('drain', settle).on('close', settle)
  })
}
