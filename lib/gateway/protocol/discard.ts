import type { UpstreamAnswer } from '../exchange.ts'

/** Lets go of an answer that nobody reads: its connection is closed, and what happens to it then is nobody's concern. */
export function discard({ body }: UpstreamAnswer): void {
  body.on('error', ignore).destroy()
}

/** Reads an answer away that is known to be short, so that its connection can be used again. */
export function drain({ body }: UpstreamAnswer): void {
  body.on('error', ignore).resume()
}

function ignore(): void {}
