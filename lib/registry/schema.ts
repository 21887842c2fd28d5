import { z } from 'zod'

export const REGISTRY_SORTS = ['name', 'updated'] as const
export const REGISTRY_PAGE_SIZE = 50
const SEARCH_LENGTH = 200

const nameSchema = z.string('Name the server.').min(1, 'Name the server.').max(200, 'Is no name of a server.')
const searchSchema = z.string().trim().max(SEARCH_LENGTH, `Search for at most ${SEARCH_LENGTH} characters.`)

/** Input of `browseRegistry`. */
export const browseSchema = z.object({
  /** Searched in name, title and description, without regard to case. */
  q: searchSchema.default(''),
  /** Whether those are shown too that only exist as packages, which somebody would have to host. */
  packages: z.boolean().default(false),
  sort: z.enum(REGISTRY_SORTS).default('name'),
  direction: z.enum(['asc', 'desc']).default('asc'),
  page: z.number().int().min(1).max(1_000_000).default(1),
})

/** Input of `askRegistry`. */
export const askSchema = z.object({ q: searchSchema.min(1, 'Search for something.') })

export const serverNameSchema = z.object({ name: nameSchema })

/** Input of `takeServer`; what is wrong with the service's own fields is said by `createService`. */
export const takeServerSchema = z.object({
  /** The server's name in the registry, the version that was looked at, and which of its remotes is taken. */
  server: nameSchema,
  version: z.string().max(255),
  remote: z.number().int().min(0).max(100),
  name: z.string(),
  identifier: z.string(),
  iconColor: z.string(),
  /** Values by a field's key (`remoteFields`). */
  values: z.record(z.string(), z.string().max(16_384, 'Is longer than 16,384 characters.')),
})

export type BrowseInput = z.input<typeof browseSchema>
export type RegistrySort = (typeof REGISTRY_SORTS)[number]
export type TakeServerInput = z.input<typeof takeServerSchema>
