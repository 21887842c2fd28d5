import { createLoader, parseAsStringLiteral } from 'nuqs/server'
import { CALL_SPANS } from '#lib/calls/schema.ts'

/** What the address of a page with calls holds of them. */
export const callsQuery = { calls: parseAsStringLiteral(CALL_SPANS).withDefault('24h') }

export const loadCallsQuery = createLoader(callsQuery)
