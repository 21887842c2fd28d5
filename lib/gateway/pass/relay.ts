import type { Exchange, UpstreamAnswer } from '../exchange.ts'
import { pump } from '../protocol/pump.ts'
import { backHeaders } from './headers.ts'

/** Sends an answer of the service on as it is, unread: held back where the caller is slow, never held in memory. */
export async function relay({ response, line }: Exchange, answer: UpstreamAnswer): Promise<void> {
  const headers = backHeaders(answer.headers)
  response.writeHead(answer.status, headers)
  if (answer.headers['content-type']?.startsWith('text/event-stream')) response.flushHeaders()
  if (answer.status >= 400) {
    line.verdict = 'rpc_error'
    line.code = `http_${answer.status}`
  }
  await pump(answer.body, (chunk) => {
    line.bytesOut += chunk.length
    if (response.write(chunk)) return undefined
    return new Promise((resolve) => response.once('drain', resolve))
  })
  response.end()
}
