const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A moment as the app passes it around: a Date, milliseconds, or an ISO string. */
export type Moment = Date | number | string

/** How far off a moment is: `ago` reads «2 min ago» or «in 6 days», `age` reads «14 min». */
export type RelativeForm = 'ago' | 'age'

/** Words for how far `at` lies from `now` (ms): seconds, minutes, hours, yesterday, then the day, with its year where it is another one. */
export function relativeTime(at: Moment, now: number, form: RelativeForm = 'ago'): string {
  const moment = new Date(at)
  const past = now - moment.getTime()
  const distance = Math.abs(past)
  const future = past < -SECOND
  if (future && distance >= 31 * DAY) return day(moment, now)
  if (future) return form === 'age' ? amount(distance) : `in ${amount(distance)}`
  if (form === 'age') return amount(Math.max(0, past))
  if (past < DAY && sameDay(moment, now, 0)) return `${amount(Math.max(0, past))} ago`
  if (past < 12 * HOUR) return `${amount(past)} ago`
  if (sameDay(moment, now, 1)) return 'yesterday'
  return day(moment, now)
}

/** The whole moment: «Tuesday 24 November 2026 at 10:31:04». */
export function exactTime(at: Moment): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'medium' })
    .format(new Date(at))
    .replace(',', '')
}

/** A length of time in words: «62 ms», «1.12 s», «12 s», «2 min 5 s», «3 h 10 min». In `seconds` short ones read «0.31 s», to compare in a column. */
export function durationText(ms: number, unit: 'auto' | 'seconds' = 'auto'): string {
  if (ms < SECOND && unit === 'auto') return `${Math.round(ms)} ms`
  if (ms < 9950) return `${(ms / SECOND).toFixed(ms < 2 * SECOND ? 2 : 1)} s`
  const seconds = Math.round(ms / SECOND)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return seconds % 60 ? `${minutes} min ${seconds % 60} s` : `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`
}

function amount(ms: number): string {
  if (ms < MINUTE) return `${Math.max(1, Math.floor(ms / SECOND))} s`
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h`
  const days = Math.floor(ms / DAY)
  return days === 1 ? '1 day' : `${days} days`
}

function day(moment: Date, now: number): string {
  const year = moment.getFullYear() === new Date(now).getFullYear() ? undefined : 'numeric'
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year }).format(moment)
}

function sameDay(moment: Date, now: number, daysBefore: number): boolean {
  const other = new Date(now)
  other.setDate(other.getDate() - daysBefore)
  return moment.toDateString() === other.toDateString()
}
