import { z } from 'zod'
import { credentialSchema } from '#lib/core/schema.ts'
import { createServiceSchema } from '#lib/services/schema.ts'

/** At most this many namespaces are read at once, and providers adopted at once. */
const ADOPT_LIMITS = { namespaces: 200, candidates: 500, places: 5000 } as const

const id = z.uuid('is not an id')

/** Which namespaces of a platform are read. */
export const findForeignSchema = z.object({
  platformId: id,
  namespaceIds: z
    .array(id)
    .min(1, 'Choose at least one namespace.')
    .max(ADOPT_LIMITS.namespaces, `At most ${ADOPT_LIMITS.namespaces} namespaces are read at once.`),
})

/** What the platform presents to a service: typed, nothing, or what the registered service is checked with. */
const presentedSchema = z.union([credentialSchema, z.object({ kind: z.literal('service') })])

/** An address and a credential to be tried as the platform would, against the tools that it lists. */
export const tryCandidateSchema = z.object({
  platformId: id,
  target: z.union([z.object({ url: createServiceSchema.shape.url }), z.object({ serviceId: id })]),
  credential: presentedSchema,
  /** Names of the tools that the platform lists. */
  tools: z.array(z.string().max(500)).max(10_000),
})

/** One candidate and what shall become of it. */
const adoptionSchema = z.object({
  /** As the platform has it: applications there refer to its tools by it. */
  identifier: createServiceSchema.shape.identifier,
  urlOrigin: z.string().max(2048),
  places: z.array(z.object({ namespaceId: id, remoteId: z.string().min(1).max(200) })).min(1),
  as: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('new'), name: createServiceSchema.shape.name, url: createServiceSchema.shape.url }),
    z.object({ kind: z.literal('link'), serviceId: id }),
  ]),
  /** What is presented in which namespaces; the first is also what a new service is checked with. */
  tokens: z.array(z.object({ namespaceIds: z.array(id).min(1), credential: presentedSchema })).min(1),
})

/** Which providers are adopted, as what. */
export const adoptProvidersSchema = z.object({
  platformId: id,
  candidates: z
    .array(adoptionSchema)
    .min(1, 'Choose at least one provider.')
    .max(ADOPT_LIMITS.candidates, `At most ${ADOPT_LIMITS.candidates} are adopted at once.`)
    .refine(
      (candidates) => candidates.reduce((sum, { places }) => sum + places.length, 0) <= ADOPT_LIMITS.places,
      `At most ${ADOPT_LIMITS.places.toLocaleString('en')} providers are adopted at once.`,
    ),
})

export type FindForeignInput = z.input<typeof findForeignSchema>
export type TryCandidateInput = z.input<typeof tryCandidateSchema>
export type AdoptProvidersInput = z.input<typeof adoptProvidersSchema>
export type Adoption = z.output<typeof adoptionSchema>
export type Presented = z.output<typeof presentedSchema>
