/** How the expiry of a token is chosen: a length from now, a day, never, or as it stands. */
export type ExpiryChoice = 'kept' | 'never' | '30' | '90' | '365' | 'day'

export interface Expiry {
  choice: ExpiryChoice
  /** `YYYY-MM-DD`, for `day`. */
  day: string
}

const DAY_MS = 86_400_000

export const LENGTHS = [
  { value: '30', label: 'in 30 days' },
  { value: '90', label: 'in 90 days' },
  { value: '365', label: 'in a year' },
] as const

/** The moment that a choice means; a day ends with its last minute, in the reader's own time zone. `invalid` where no day is given. */
export function momentOf(
  { choice, day }: Expiry,
  kept: Date | null,
  now: number = Date.now(),
): Date | null | 'invalid' {
  if (choice === 'kept') return kept
  if (choice === 'never') return null
  if (choice !== 'day') return new Date(now + Number(choice) * DAY_MS)
  const moment = new Date(`${day}T23:59:59`)
  return day === '' || Number.isNaN(moment.getTime()) ? 'invalid' : moment
}
