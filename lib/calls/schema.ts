/** What the verbs of this folder take, usable in the browser too. */
import { z } from 'zod'

/** How far back figures reach: a day in half hours, or thirty days. */
export const CALL_SPANS = ['24h', '30d'] as const
export type CallSpan = (typeof CALL_SPANS)[number]

export type CallVerdict = 'ok' | 'tool_error' | 'rpc_error' | 'refused' | 'failed' | 'cancelled'

/** Whose calls: of one service, or with one token. */
const callsOfSchema = z.union([z.object({ serviceId: z.uuid() }), z.object({ tokenId: z.uuid() })])
export type CallsOf = z.infer<typeof callsOfSchema>

export const callFiguresSchema = z.object({ of: callsOfSchema, span: z.enum(CALL_SPANS) })

/** How calls ended, as a list is narrowed by it: `errors` did not reach a result, `tool_errors` are results that say so. */
export const CALL_ENDS = ['all', 'errors', 'tool_errors'] as const
export type CallEnd = (typeof CALL_ENDS)[number]

export const recentCallsSchema = z.object({
  of: callsOfSchema,
  ended: z.enum(CALL_ENDS).default('all'),
  /** The service's own name of the tool. */
  tool: z.string().max(256).optional(),
  page: z.number().int().min(1).max(10_000).default(1),
  pageSize: z.number().int().min(1).max(200).default(20),
})

/** Without `of`: of everything. */
export const exportCallsSchema = z.object({ of: callsOfSchema.optional() })
