import { z } from 'zod'
import { readAddress } from './dify/address.ts'

export { readAddress } from './dify/address.ts'

const NAME_LONGEST = 80
const SECRET_LONGEST = 1024

const nameSchema = z
  .string('Give the platform a name.')
  .trim()
  .normalize('NFC')
  .min(1, 'Give the platform a name.')
  .refine((name) => [...name].length <= NAME_LONGEST, `Has more than ${NAME_LONGEST} characters.`)
  .refine(
    (name) => !/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(name) && name.isWellFormed(),
    'Holds a character that is no text. Type it instead of pasting it.',
  )

/** Becomes the address that is kept: `readAddress` tells the form what was made of it. */
const baseUrlSchema = z.string('Enter the address of Dify.').transform((text, context) => {
  const read = readAddress(text)
  if (read.ok) return read.address.baseUrl
  context.addIssue({ code: 'custom', message: read.fault })
  return z.NEVER
})

/** Empty means: the same as the address of the API. */
const webUrlSchema = z
  .string()
  .trim()
  .optional()
  .transform((text, context) => {
    if (text === undefined || text === '') return undefined
    const read = readAddress(text)
    if (read.ok) return read.address.baseUrl
    context.addIssue({ code: 'custom', message: read.fault })
    return z.NEVER
  })

/** A header carries it, so it has to be visible ASCII. */
const keySchema = z
  .string('Enter the admin API key.')
  .trim()
  .min(1, 'Enter the admin API key.')
  .max(SECRET_LONGEST, 'Is too long for a key.')
  .regex(/^[!-~]+$/, 'Holds a space or a character that a key cannot have; paste it again as one line.')
const emailSchema = z
  .string('Enter the e-mail of the account.')
  .trim()
  .toLowerCase()
  .pipe(z.email('Is not an e-mail address.'))
/** Not trimmed: a password may begin or end with a space. */
const passwordSchema = z
  .string('Enter the password.')
  .min(1, 'Enter the password.')
  .max(SECRET_LONGEST, 'Is too long for a password.')
  .refine((password) => !/[\r\n\0]/.test(password), 'Holds a line break; paste it again as one line.')

const loginSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('adminKey'), key: keySchema }),
  z.object({ kind: z.literal('account'), email: emailSchema, password: passwordSchema }),
])

/** The same, where an empty or absent secret means: keep the stored one. */
const keptLoginSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('adminKey'), key: absentWhenEmpty(keySchema) }),
  z.object({ kind: z.literal('account'), email: emailSchema, password: absentWhenEmpty(passwordSchema) }),
])

function absentWhenEmpty<S extends z.ZodType<string, string>>(schema: S) {
  return z.preprocess((value) => (value === '' ? undefined : value), schema.optional())
}

const PLATFORM_KINDS = ['dify'] as const
const kindSchema = z.enum(PLATFORM_KINDS, 'Choose a kind of platform.').default('dify')
const idSchema = z.uuid('Is not the id of a platform.')

/** Input of `connectPlatform`, and what the form parses before it is sent. Usable in the browser. */
export const connectPlatformSchema = z.object({
  kind: kindSchema,
  name: nameSchema,
  baseUrl: baseUrlSchema,
  webUrl: webUrlSchema,
  login: loginSchema,
  /** True to keep a platform although it could not be reached or signed in to just now. */
  evenIfUnreachable: z.boolean().optional(),
})

/** Input of `updatePlatform`: every field as it shall be; an absent or empty secret keeps the stored one. */
export const updatePlatformSchema = z.object({
  id: idSchema,
  name: nameSchema,
  baseUrl: baseUrlSchema,
  webUrl: webUrlSchema,
  login: keptLoginSchema,
  evenIfUnreachable: z.boolean().optional(),
})

/** A form's values as input of `testConnection`; with `id` an absent secret is the stored one. A saved platform is tested by `platformIdSchema`. */
export const testConnectionSchema = z.object({
  id: idSchema.optional(),
  kind: kindSchema,
  baseUrl: baseUrlSchema,
  webUrl: webUrlSchema,
  login: keptLoginSchema,
})

export const platformIdSchema = z.object({ id: idSchema })

/** Input of `removePlatform`. */
export const removePlatformSchema = z.object({
  id: idSchema,
  /** Must be true: the reader has seen what the removal means (`platformRemovalImpact`). */
  confirm: z.literal(true, 'Confirm the removal.'),
})

export const NAMESPACE_FILTERS = ['all', 'available', 'unavailable', 'vanished', 'amiss'] as const
export const NAMESPACE_SORTS = ['name', 'providers', 'services', 'counted'] as const

/** Which namespaces a list shows: of one platform, or of all. */
export const listNamespacesSchema = z.object({
  platformId: idSchema.optional(),
  /** Searched in the name, without regard to case. */
  q: z
    .string()
    .max(200, 'Search for at most 200 characters.')
    // PostgreSQL's text cannot hold a NUL, so no name has one.
    .transform((text) => text.replaceAll('\0', '').trim())
    .default(''),
  /**
   * `available` leaves out what refuses us or has vanished. `amiss`: something of ours there is not in sync, or the namespace with
   * something of ours refuses us or has vanished.
   */
  show: z.enum(NAMESPACE_FILTERS).default('all'),
  sort: z.enum(NAMESPACE_SORTS).default('name'),
  direction: z.enum(['asc', 'desc']).default('asc'),
  page: z.number().int().min(1).default(1),
  pageSize: z.number().int().min(1).max(200).default(50),
})

export type ConnectPlatformInput = z.input<typeof connectPlatformSchema>
export type UpdatePlatformInput = z.input<typeof updatePlatformSchema>
export type TestConnectionInput = z.input<typeof platformIdSchema> | z.input<typeof testConnectionSchema>
export type ListNamespacesInput = z.input<typeof listNamespacesSchema>
export type KeptLogin = z.output<typeof keptLoginSchema>
