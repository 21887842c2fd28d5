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

/** Control characters, and those that turn the reading direction: one name could then be shown as another. */
const UNREADABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

const nameSchema = z
  .string('Say what it is for.')
  .trim()
  .normalize('NFC')
  .min(1, 'Say what it is for.')
  .max(60, 'At most 60 characters fit.')
  .refine((name) => !UNREADABLE.test(name), 'Holds an invisible character. Type the text instead of pasting it.')

const LAST_YEAR = 2100
const expiresAtSchema = z.coerce
  .date('Enter a date.')
  .refine((date) => date.getTime() > Date.now(), 'Lies in the past.')
  .refine((date) => date.getUTCFullYear() < LAST_YEAR, `Must lie before the year ${LAST_YEAR}.`)
  .nullable()
  .default(null)

/** Valid: `active`, or `ending` once its grace time is over. Not valid: `expired` (it can be given a later expiry) or `ended`. */
const TOKEN_STATES = ['active', 'ending', 'expired', 'ended'] as const
export const TOKEN_SORTS = ['service', 'state', 'lastUsed', 'calls', 'expires', 'created'] as const
/** How long a replaced token lives on, seconds: now, 15 min, 1 h, 6 h, 24 h. */
export const GRACE_SECONDS = [0, 900, 3600, 21_600, 86_400] as const
/** A token expires soon when that is in fewer days. */
export const EXPIRES_SOON_DAYS = 14
/** As many as one act takes. */
export const TOKENS_AT_ONCE = 500

const graceSecondsSchema = z
  .number()
  .refine((seconds) => (GRACE_SECONDS as readonly number[]).includes(seconds), 'Choose one of the grace times.')

/** Which tokens a list or a selection means; those of verifications are never among them. */
export const tokenFilterSchema = z.object({
  /** Searched in prefix, name, service, namespace and platform, without regard to case. */
  q: z.string().trim().max(200, 'Search for at most 200 characters.').default(''),
  serviceId: id.optional(),
  platformId: id.optional(),
  namespaceId: id.optional(),
  purpose: z.enum(['binding', 'manual']).optional(),
  /** Any of these; empty for all. */
  states: z.array(z.enum(TOKEN_STATES)).default([]),
  neverUsed: z.boolean().default(false),
  /** Valid, but not in 14 days. */
  expiresSoon: z.boolean().default(false),
  /** Made an hour or longer ago in place of another, and not used once since. */
  silentSinceRoll: z.boolean().default(false),
  olderThanDays: z.number().int().min(1).max(3650).optional(),
})

export const listTokensSchema = tokenFilterSchema.extend({
  sort: z.enum(TOKEN_SORTS).default('lastUsed'),
  direction: z.enum(['asc', 'desc']).default('desc'),
  page: z.number().int().min(1).default(1),
  pageSize: z.number().int().min(1).max(200).default(50),
})

export const tokenIdSchema = z.object({ tokenId: id })
export const tokenIdsSchema = z.object({
  tokenIds: z.array(id).max(TOKENS_AT_ONCE, `At most ${TOKENS_AT_ONCE} tokens at once.`),
})
export const serviceOfTokensSchema = z.object({ serviceId: id })

/** Input of `createToken`: one made by hand, for what is no platform of ours. */
export const createTokenSchema = z.object({
  serviceId: z.uuid('Choose a service.'),
  name: nameSchema,
  options: tokenOptionsSchema,
  expiresAt: expiresAtSchema,
})

/** Input of `updateToken`: options and expiry as they shall be. */
export const updateTokenSchema = z.object({
  tokenId: id,
  /** Of one made by hand; a binding's is named after its place. */
  name: nameSchema.optional(),
  options: tokenOptionsSchema,
  /** A date that has passed may stay as it is. */
  expiresAt: z.coerce.date('Enter a date.').nullable(),
})

export const rollTokenSchema = z.object({ tokenId: id, graceSeconds: graceSecondsSchema })

export type TokenState = (typeof TOKEN_STATES)[number]
export type TokenSort = (typeof TOKEN_SORTS)[number]
export type TokenFilter = z.input<typeof tokenFilterSchema>
export type ListTokensInput = z.input<typeof listTokensSchema>
export type CreateTokenInput = z.input<typeof createTokenSchema>
export type UpdateTokenInput = z.input<typeof updateTokenSchema>
export type RollTokenInput = z.input<typeof rollTokenSchema>
