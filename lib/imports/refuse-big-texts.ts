import { FerryError } from '#lib/core/index.ts'
import { MOST_BYTES } from './schema.ts'

/** Refuses texts that are too big together (`too_big`). */
export function refuseBigTexts(texts: readonly { text: string }[]): void {
  if (texts.reduce((sum, { text }) => sum + text.length, 0) > MOST_BYTES) throw tooBig()
}

/** What somebody is told who sends more than is read. */
export function tooBig(): FerryError {
  return new FerryError('too_big', 413, `That is more than ${MOST_BYTES / 1024 / 1024} MB, so it was not read.`, {
    next: 'A file with two thousand servers is smaller than one. Split it, or choose another file.',
  })
}
