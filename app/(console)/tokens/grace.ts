import { GRACE_SECONDS } from '#lib/tokens/schema.ts'

const WORDS: Record<(typeof GRACE_SECONDS)[number], string> = {
  0: 'not at all',
  900: '15 min',
  3600: '1 h',
  21600: '6 h',
  86400: '24 h',
}

/** How long a replaced token may live on, for a select. */
export const GRACE_OPTIONS = GRACE_SECONDS.map((seconds) => ({ value: String(seconds), label: WORDS[seconds] }))

/** What becomes of the old token, as the rest of a sentence. */
export function graceWords(seconds: number): string {
  return seconds === 0
    ? 'ends at once'
    : `lives on for ${GRACE_OPTIONS.find(({ value }) => Number(value) === seconds)?.label}`
}
