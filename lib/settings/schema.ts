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
})

export type Settings = z.infer<typeof settingsSchema>
