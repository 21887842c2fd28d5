import type { Readable } from 'node:stream'
import { brokenOff } from '../upstream-errors.ts'

/**
 * Gives each chunk of a service's answer to `onChunk`, to its end. A promise from `onChunk` holds the service back until it is
 * fulfilled. Throws `upstream_silent` or `upstream_broke_off`. Not `for await`: leaving that would close the service's connection.
 */
export function pump(body: Readable, onChunk: (chunk: Buffer) => Promise<void> | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (body.destroyed) return reject(brokenOff(body.errored))
    const fail = (error: unknown) => {
      reject(error)
      body.destroy()
    }
    // The end of a body is told even while the last chunk still holds it back.
    let waiting: Promise<void> | undefined
    let ended = false
    body.on('data', (chunk: Buffer) => {
      try {
        const wait = onChunk(chunk)
        if (wait === undefined) return
        body.pause()
        waiting = wait.then(() => {
          waiting = undefined
          body.resume()
        }, fail)
      } catch (error) {
        fail(error)
      }
    })
    body.once('end', () => {
      ended = true
      if (waiting === undefined) resolve()
      else void waiting.then(resolve)
    })
    body.once('error', (error) => reject(brokenOff(error)))
    body.once('close', () => {
      if (!ended) reject(brokenOff(undefined))
    })
    // After `readHead` it waits.
    body.resume()
  })
}

/** The first bytes of a body: all of it where it is no longer than `limit`, else what came so far, and the body waits. */
export function readHead(body: Readable, limit: number): Promise<{ head: Buffer; complete: boolean }> {
  return new Promise((resolve, reject) => {
    if (body.destroyed) return reject(brokenOff(body.errored))
    const chunks: Buffer[] = []
    let size = 0
    const onData = (chunk: Buffer) => {
      chunks.push(chunk)
      size += chunk.length
      if (size > limit) settle(() => resolve({ head: Buffer.concat(chunks), complete: false }))
    }
    const onEnd = () => settle(() => resolve({ head: Buffer.concat(chunks), complete: true }))
    const onError = (error: unknown) => settle(() => reject(brokenOff(error)))
    const onClose = () => onError(undefined)
    const settle = (how: () => void) => {
      body.off('data', onData).off('end', onEnd).off('close', onClose).pause()
      how()
    }
    // The listener for errors stays: an error of a waiting body must not be nobody's.
    body.on('data', onData).once('end', onEnd).on('error', onError).once('close', onClose)
  })
}
