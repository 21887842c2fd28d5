import { z } from 'zod'

const minutes = (least: number) =>
  z
    .number('Enter a number of minutes.')
    .int('Enter whole minutes.')
    .min(least, `Must be at least ${least} min.`)
    .max(1440, 'Must be at most 1,440 min, a day.')

/** What an admin sets for the whole installation. */
export const settingsSchema = z.object({
  /** Minutes between two checks of a service by schedule. */
  checkIntervalMinutes: minutes(1),
  /** Minutes between two looks at a platform's namespaces by schedule. */
  namespaceRefreshMinutes: minutes(5),
  /** Days that lines of the gateway's access log are kept. */
  accessLogDays: z
    .number('Enter a number of days.')
    .int('Enter whole days.')
    .min(1, 'Must be at least 1 day.')
    .max(3650, 'Must be at most 3,650 days, ten years.'),
  /** Generated tokens that are older are rolled by themselves, once a day; null for never. */
  rollTokensAfterDays: z
    .number('Enter a number of days.')
    .int('Enter whole days.')
    .min(1, 'Must be at least 1 day.')
    .max(3650, 'Must be at most 3,650 days, ten years.')
    .nullable(),
  /** Seconds that a token rolled by itself lives on beside the new one. */
  rollTokensGraceSeconds: z
    .number('Choose how long the old one lives on.')
    .int('Enter whole seconds.')
    .min(0, 'Must be at least 0 s.')
    .max(86_400, 'Must be at most 86,400 s, a day.'),
})

export type Settings = z.infer<typeof settingsSchema>
