import type { IncomingMessage } from 'node:http'
import { refusals } from '../refusals.ts'

const NOTHING = Buffer.alloc(0)

/** Reads a request's body to its end. Throws `body_too_big` as soon as that is known, and `body_cut_off`. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length']) > maxBytes) return reject(refusals.bodyTooBig(maxBytes))
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > maxBytes) {
        request.removeAllListeners('data').removeAllListeners('end')
        reject(refusals.bodyTooBig(maxBytes))
      } else chunks.push(chunk)
    })
    request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] ?? NOTHING) : Buffer.concat(chunks, bytes)))
    request.on('error', () => reject(refusals.bodyCutOff()))
    request.on('close', () => {
      if (!request.complete) reject(refusals.bodyCutOff())
    })
  })
}
