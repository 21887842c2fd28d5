import type { ServerResponse } from 'node:http'
import type { CallLine } from '../call-line.ts'

/** Answers with one JSON, and counts it. */
export function answerJson(response: ServerResponse, line: CallLine, value: unknown, status = 200): void {
  const bytes = Buffer.from(JSON.stringify(value))
  line.bytesOut += bytes.length
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length }).end(bytes)
}
