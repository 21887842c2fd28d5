/** What the verbs of this folder take, usable in the browser too: forms and server parse with the same schemas. */
import { z } from 'zod'
import { credentialSchema } from '#lib/core/schema.ts'
import { tokenOptionsSchema } from '#lib/tokens/schema.ts'

export * from './adopt/adopt-schema.ts'
export type * from './adopt/adopt-views.ts'
export { tokenHints } from './token-hints.ts'
export type * from './views.ts'

/** What a platform presents to reach a service: nothing, the service's own credential, or a token of the gateway. */
export type TokenMode = 'none' | 'entered' | 'generated'

/** How an item can stand; the last eight are final. */
export const VERDICTS = [
  'waiting',
  'running',
  'unknown',
  'created',
  'updated',
  'adopted',
  'unchanged',
  'removed',
  'skipped',
  'failed',
  'cancelled',
] as const
export type Verdict = (typeof VERDICTS)[number]

const id = z.uuid('is not an id')

/** At most this many services in one draft, and namespaces in one draft. */
export const DRAFT_LIMITS = { services: 500, namespaces: 1000 } as const

export const startDraftSchema = z.object({
  kind: z.enum(['sync', 'remove']).default('sync'),
  serviceIds: z
    .array(id)
    .min(1, 'Choose at least one service.')
    .max(DRAFT_LIMITS.services, `At most ${DRAFT_LIMITS.services} services go into one synchronization.`),
})

export const draftIdSchema = z.object({ draftId: id })

/** `name` is what people call this synchronization in the list of runs. */
export const choosePlatformSchema = z.object({
  draftId: id,
  platformId: id,
  name: z
    .string()
    .trim()
    .max(80, 'At most 80 characters fit.')
    .regex(/^[^\p{C}]*$/u, 'Holds characters that cannot be seen.')
    .optional(),
})

/** Either the ids, or all available ones (that match `search`). */
export const chooseNamespacesSchema = z.union([
  z.object({
    draftId: id,
    namespaceIds: z
      .array(id)
      .min(1, 'Choose at least one namespace.')
      .max(DRAFT_LIMITS.namespaces, `At most ${DRAFT_LIMITS.namespaces} namespaces go into one synchronization.`),
  }),
  z.object({ draftId: id, all: z.literal(true), search: z.string().max(200).optional() }),
])

export const draftNamespacesSchema = z.object({
  draftId: id,
  search: z.string().max(200).default(''),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(500).default(100),
})

/**
 * One choice for one service: `typed` now, `kept` as it was carried there before, or the one `service` is checked with.
 * A kept or a service's credential never travels through the page. `generated`: through the gateway, each namespace with a token
 * of its own, made when the run is confirmed; one that is carried there already stays and gets these options.
 */
export const slotChoiceSchema = z.union([
  z.object({ mode: z.literal('none') }),
  z.object({
    mode: z.literal('entered'),
    source: z.literal('typed'),
    credential: credentialSchema.refine((credential) => credential.kind !== 'none', 'choose how it is sent'),
  }),
  z.object({ mode: z.literal('entered'), source: z.enum(['kept', 'service']) }),
  z.object({ mode: z.literal('generated'), options: tokenOptionsSchema }),
])
export type SlotChoiceInput = z.input<typeof slotChoiceSchema>

/** `namespaceId` absent: for all namespaces. Changing `scope` alone keeps what was entered for the slots that remain. */
export const chooseAuthenticationSchema = z.object({
  draftId: id,
  serviceId: id,
  scope: z.enum(['same', 'byNamespace']),
  namespaceId: id.optional(),
  choice: slotChoiceSchema.optional(),
})

/** `all`: also the services for which somebody chose, or which carry, something else. */
export const generateForAllSchema = z.object({ draftId: id, all: z.boolean().default(false) })

/** Absent ids: all of them. */
export const verifyTokensSchema = z.object({ draftId: id, serviceId: id.optional(), namespaceId: id.optional() })

export const acceptUnverifiedSchema = z.object({ draftId: id, serviceId: id, namespaceId: id.optional() })

/** The shown name a provider gets in one namespace. */
export const shownNameSchema = z
  .string()
  .trim()
  .min(1, 'Give it a name.')
  .max(40, 'At most 40 characters fit.')
  .regex(/^[^\p{C}]*$/u, 'Holds characters that cannot be seen.')

const conflictChoiceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('adopt'), remoteId: z.string().min(1).max(100), name: shownNameSchema.optional() }),
  z.object({ kind: z.literal('rename'), name: shownNameSchema }),
  z.object({ kind: z.literal('skip') }),
])
export type ConflictChoice = z.infer<typeof conflictChoiceSchema>

export const resolveConflictsSchema = z.object({
  draftId: id,
  choices: z
    .array(z.object({ namespaceId: id, serviceId: id, choice: conflictChoiceSchema }))
    .min(1)
    .max(20_000),
})

export const confirmRunSchema = z.object({ draftId: id, digest: z.string().min(10).max(200) })

export const listRunsSchema = z.object({
  search: z.string().max(200).default(''),
  status: z.enum(['queued', 'running', 'done', 'cancelled']).optional(),
  /** Only runs with something that failed or is unknown. */
  failed: z.boolean().optional(),
  platformId: id.optional(),
  serviceId: id.optional(),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(200).default(50),
})

export const runIdSchema = z.object({ runId: id })

export const listRunItemsSchema = z.object({
  runId: id,
  verdicts: z.array(z.enum(VERDICTS)).optional(),
  laneId: id.optional(),
  search: z.string().max(200).default(''),
  /** `newest`: last change first, for the live page; `plan`: as they were planned. */
  order: z.enum(['newest', 'plan']).default('newest'),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(500).default(100),
})

export const runChangesSchema = z.object({ runId: id, sinceRevision: z.number().int().min(0) })

/** `itemIds` absent: everything that failed, is unknown or was cancelled. */
export const retryFailedSchema = z.object({ runId: id, itemIds: z.array(id).min(1).max(20_000).optional() })

/** The credential for one service, in all its failed namespaces of this run or the given ones. */
export const retryWithTokenSchema = z.object({
  runId: id,
  serviceId: id,
  namespaceIds: z.array(id).min(1).max(DRAFT_LIMITS.namespaces).optional(),
  credential: credentialSchema,
})

/** How long a token that was replaced lives on, at most a day. */
const graceSeconds = z.number('Enter a number.').int('Enter whole seconds.').min(0).max(86_400, 'At most a day.')

/** Which tokens of bindings are rolled: the given ones, or all that were made longer ago. */
export const rollTokensSchema = z.union([
  z.object({ tokenIds: z.array(id).min(1).max(20_000), graceSeconds }),
  z.object({ olderThanDays: z.number().int().min(1).max(3650), graceSeconds }),
])
