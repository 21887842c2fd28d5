import type { Serve } from '../http.ts'

/** Addresses whose answers never end, or end too soon. By name. */
export const STREAMS: Readonly<Record<string, Serve>> = {
  /** Takes the request and never says a word. */
  silent: () => {},
  /** Begins an event stream and leaves it at a comment. */
  'half-sse': ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': still there\n\n')
  },
  /** An answer of a byte a second. */
  trickle: ({ response }) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const timer = setInterval(() => response.write(' '), 1000)
    response.once('close', () => clearInterval(timer)).write('{')
  },
  /** A body without end, as fast as it is read. */
  endless: ({ response }) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const piece = 'y'.repeat(65_536)
    const more = () => {
      while (!response.destroyed && response.write(piece));
    }
    response.on('drain', more).on('error', () => {})
    response.write('{"jsonrpc":"2.0","id":0,"result":{"x":"')
    more()
  },
  /** Closes the connection without an answer. */
  closing: ({ request }) => void request.socket.destroy(),
}
