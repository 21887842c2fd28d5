import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'

export const RUNS_PAGE_SIZE = 50

const RUN_STATUSES = ['queued', 'running', 'done', 'cancelled'] as const

/** What of the list of synchronizations lives in its address. */
export const runsQuery = {
  q: parseAsString.withDefault(''),
  status: parseAsStringLiteral(RUN_STATUSES),
  outcome: parseAsStringLiteral(['failed'] as const),
  platform: parseAsString,
  page: parseAsInteger.withDefault(1),
}

export type RunsQuery = inferParserType<typeof runsQuery>

export const loadRunsQuery = createLoader(runsQuery)
export const runsHref = createSerializer(runsQuery)

/** The filter that an address asks for; what cannot be a platform is left out. */
export function runsFilter({ q, status, outcome, platform }: RunsQuery, platformIds: readonly string[]) {
  return {
    search: q.slice(0, 200),
    ...(status && { status }),
    ...(outcome && { failed: true }),
    ...(platform && platformIds.includes(platform) && { platformId: platform }),
  }
}
