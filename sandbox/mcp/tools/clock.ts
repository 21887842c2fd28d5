import { z } from 'zod'
import { type Tool, tool } from '../tool.ts'

const zone = z.string().default('UTC').describe('IANA time zone, such as Europe/Lisbon')

/** The time, here and elsewhere. */
export const CLOCK: readonly Tool[] = [
  tool('now', 'Date and time in a time zone', z.object({ zone }), (input) => inZone(new Date(), input.zone)),
  tool(
    'convert_time',
    'A moment in another time zone',
    z.object({ moment: z.string().describe('ISO 8601, such as 2026-11-24T09:00:00Z'), zone }),
    (input) => {
      const moment = new Date(input.moment)
      if (Number.isNaN(moment.getTime())) throw new RangeError(`«${input.moment}» is no moment in ISO 8601.`)
      return inZone(moment, input.zone)
    },
  ),
]

function inZone(moment: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long', timeZone }).format(moment)
}
