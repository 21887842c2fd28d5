import { z } from 'zod'
import { serviceCredentialSchema } from '#lib/core/schema.ts'
import { characters, lineFault, paragraphFault } from './text-rules.ts'

/** Seconds: the bounds and the preset of both timeouts. */
export const TIMEOUT_SECONDS = { min: 1, max: 600, preset: 30 } as const
export const SSE_READ_TIMEOUT_SECONDS = { min: 1, max: 3600, preset: 300 } as const
const NAME_LENGTH = 40
const DESCRIPTION_LENGTH = 500
const URL_LENGTH = 2048

/** Adds what `fault` finds as an issue of its own, so that the sentence names what is really there. */
function without<S extends z.ZodType<string>>(schema: S, fault: (text: string) => string | undefined): S {
  return schema.superRefine((text, context) => {
    const message = fault(text)
    if (message !== undefined) context.addIssue({ code: 'custom', message })
  }) as S
}

const nameSchema = without(
  z.string('Give the service a name.').trim().normalize('NFC').min(1, 'Give the service a name.'),
  (name) => {
    const length = characters(name)
    return length > NAME_LENGTH ? `Has ${length} characters; at most ${NAME_LENGTH} fit.` : lineFault(name)
  },
)

const identifierSchema = z
  .string('Give the service an identifier.')
  .trim()
  .min(1, 'Give the service an identifier.')
  .max(24, 'Is longer than 24 characters.')
  .regex(/^[a-z0-9_-]+$/, 'Only small letters a to z, digits, _ and - are allowed.')

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const iconEmojiSchema = without(
  z.string('Choose an icon.').trim().normalize('NFC').min(1, 'Choose an icon.'),
  (icon) => {
    const shown = [...graphemes.segment(icon)].length
    if (shown === 1 && characters(icon) <= 12) return lineFault(icon)
    if (shown === 2 && /^[\p{L}\p{N}]\p{M}*[\p{L}\p{N}]\p{M}*$/u.test(icon)) return undefined
    return 'One emoji, or one or two letters.'
  },
)

const iconColorSchema = z
  .string('Choose a colour.')
  .trim()
  .toLowerCase()
  .regex(/^#[0-9a-f]{6}$/, 'A colour is # and six digits, such as #dbeafe.')

const descriptionSchema = without(z.string().trim().normalize('NFC'), (text) => {
  const length = characters(text)
  return length > DESCRIPTION_LENGTH
    ? `Has ${length} characters; at most ${DESCRIPTION_LENGTH} fit.`
    : paragraphFault(text)
})

/** What is wrong with a service's URL, or nothing. */
function urlFault(text: string): string | undefined {
  if (text === '') return 'Give the URL of the MCP server.'
  if (text.length > URL_LENGTH) return `Is longer than ${URL_LENGTH.toLocaleString('en')} characters.`
  if (/[\s\p{Cc}]/u.test(text)) return 'Holds a space or a line break.'
  if (/^[\w.-]+(:\d+)?(\/|$)/.test(text))
    return `Begins with no scheme. Write https://${text}, or http:// on a private network.`
  if (!URL.canParse(text)) return 'Is not a URL. Write it whole, such as https://mcp.example.com/mcp.'
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return `Begins with ${url.protocol} – MCP services are reached by https:// or http://.`
  if (url.username !== '' || url.password !== '')
    return 'Holds a user name or password. Take it out and enter it below as the credential (Basic).'
  if (url.hash !== '' || text.endsWith('#')) return 'Holds a # part, which is never sent. Take it out.'
  return undefined
}

const urlSchema = without(z.string('Give the URL of the MCP server.').trim(), urlFault).transform((text) =>
  URL.canParse(text) ? new URL(text).href : text,
)

const seconds = ({ min, max }: { min: number; max: number }) => {
  const bounds = `Whole seconds, ${min} to ${max.toLocaleString('en')}.`
  return z.number(bounds).int(bounds).min(min, bounds).max(max, bounds)
}

const TRANSPORTS = ['auto', 'streamable_http', 'sse'] as const

/** What «Test» needs of the form: enough to ask the service, nothing of its look. */
const connectionShape = {
  url: urlSchema,
  transport: z.enum(TRANSPORTS, 'Choose a transport.'),
  timeoutSeconds: seconds(TIMEOUT_SECONDS),
}

const serviceShape = {
  name: nameSchema,
  identifier: identifierSchema,
  iconEmoji: iconEmojiSchema,
  iconColor: iconColorSchema,
  description: descriptionSchema,
  ...connectionShape,
  sseReadTimeoutSeconds: seconds(SSE_READ_TIMEOUT_SECONDS),
}

const idSchema = z.uuid('Is not the id of a service.')

/** Input of `createService`, and what the form parses before it is sent. Usable in the browser. */
export const createServiceSchema = z.object({ ...serviceShape, credential: serviceCredentialSchema })

/** Input of `updateService`: every field as it shall be; an absent credential keeps the stored one. */
export const updateServiceSchema = z.object({
  id: idSchema,
  ...serviceShape,
  credential: serviceCredentialSchema.optional(),
  /** Must be true to change the identifier of a service that is bound somewhere. */
  confirmReplacement: z.boolean().optional(),
})

/** Input of `testService`: form values that are not saved. With `id` and no credential, that service's stored one is used. */
export const testServiceSchema = z.object({
  id: idSchema.optional(),
  ...connectionShape,
  credential: serviceCredentialSchema.optional(),
})

export const serviceIdSchema = z.object({ id: idSchema })
export const serviceIdsSchema = z.object({ ids: z.array(idSchema).max(10_000, 'At most 10,000 services at once.') })

/** Input of `removeService`. */
export const removeServiceSchema = z.object({
  id: idSchema,
  /** Must be true: the reader has seen what the removal means (`removalImpact`). */
  confirm: z.literal(true, 'Confirm the removal.'),
})

export const SERVICE_STATUSES = ['normal', 'abnormal', 'unchecked'] as const
export const SERVICE_SORTS = ['name', 'status', 'tools', 'transport', 'namespaces', 'latency', 'checked'] as const

/** Which services a list or a selection means. */
export const serviceFilterSchema = z.object({
  /** Searched in name, identifier and tool names, without regard to case. */
  q: z.string().trim().max(200, 'Search for at most 200 characters.').default(''),
  status: z.enum(SERVICE_STATUSES).optional(),
  /** A namespace that the service is bound to. */
  namespaceId: z.uuid().optional(),
  /** Only those that the registry they were taken from warns of. */
  warned: z.boolean().default(false),
})

export const listServicesSchema = serviceFilterSchema.extend({
  sort: z.enum(SERVICE_SORTS).default('name'),
  direction: z.enum(['asc', 'desc']).default('asc'),
  page: z.number().int().min(1).default(1),
  pageSize: z.number().int().min(1).max(200).default(50),
})

export type CreateServiceInput = z.input<typeof createServiceSchema>
export type UpdateServiceInput = z.input<typeof updateServiceSchema>
export type TestServiceInput = z.input<typeof testServiceSchema>
export type ServiceFilter = z.input<typeof serviceFilterSchema>
export type ListServicesInput = z.input<typeof listServicesSchema>
export type ServiceStatus = (typeof SERVICE_STATUSES)[number]
export type ServiceSort = (typeof SERVICE_SORTS)[number]

export { proposeIdentifier } from './propose-identifier.ts'
