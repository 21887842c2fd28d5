/** What the verbs of this folder take, usable in the browser too. */
import { z } from 'zod'

const id = z.uuid('is not an id')

/** What a token lets through; every part has «no limit» as null. */
export const tokenOptionsSchema = z.object({
  /** The service's own names of tools. */
  allowedTools: z
    .array(z.string().min(1).max(256))
    .min(1, 'Choose at least one tool, or allow all.')
    .max(5000, 'At most 5,000 tools.')
    .nullable()
    .default(null),
  toolPrefix: z
    .string()
    .trim()
    .max(24, 'At most 24 characters fit.')
    .regex(/^[A-Za-z0-9_-]*$/, 'Only letters, digits, _ and - are allowed.')
    .transform((text) => (text === '' ? null : text))
    .nullable()
    .default(null),
  callsPerMinute: z
    .number('Enter a number.')
    .int('Enter a whole number.')
    .min(1, 'At least 1 a minute.')
    .max(100_000, 'At most 100,000 a minute.')
    .nullable()
    .default(null),
})
export type TokenOptions = z.output<typeof tokenOptionsSchema>

export const tokenIdSchema = z.object({ tokenId: id })
