import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'
import { CALL_ENDS, CALL_SPANS, type CallsOf } from '#lib/calls/schema.ts'

/** What the address of a page with calls holds of them: how far back the figures reach, and what the list of calls is narrowed to. */
export const callsQuery = {
  calls: parseAsStringLiteral(CALL_SPANS).withDefault('24h'),
  ended: parseAsStringLiteral(CALL_ENDS).withDefault('all'),
  tool: parseAsString,
  older: parseAsInteger.withDefault(0),
}
export type CallsQuery = inferParserType<typeof callsQuery>

export const loadCallsQuery = createLoader(callsQuery)

const serialize = createSerializer(callsQuery)

/** The address of the same page with other calls. */
export function callsHref(of: CallsOf, query: Partial<CallsQuery>): string {
  return `${serialize('serviceId' in of ? `/services/${of.serviceId}` : `/tokens/${of.tokenId}`, query)}#calls`
}
