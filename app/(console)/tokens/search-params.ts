import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'
import { TOKEN_SORTS, type TokenFilter } from '#lib/tokens/schema.ts'

/** What the chips choose; nothing chosen means all valid ones. */
export const SHOWN = ['soon', 'unused', 'silent', 'manual', 'over'] as const
export type Shown = (typeof SHOWN)[number]

/** What the address of the tokens page holds: the table's state, and which form is open. */
export const tokensParams = {
  q: parseAsString.withDefault(''),
  show: parseAsStringLiteral(SHOWN),
  service: parseAsString,
  platform: parseAsString,
  namespace: parseAsString,
  sort: parseAsStringLiteral(TOKEN_SORTS).withDefault('lastUsed'),
  dir: parseAsStringLiteral(['asc', 'desc'] as const).withDefault('desc'),
  page: parseAsInteger.withDefault(1),
  /** `new`, or the id of the token whose form is open. */
  form: parseAsString,
}

export const loadTokensParams = createLoader(tokensParams)
export type TokensParams = inferParserType<typeof tokensParams>

const serialize = createSerializer(tokensParams)

/** The address of the tokens page in a given state. */
export function tokensHref(params: Partial<TokensParams>): string {
  return serialize('/tokens', params)
}

/** The address of the same table as CSV. */
export function exportHref({ q, show, service, platform, namespace }: TokensParams): string {
  return serialize('/tokens/export', { q, show, service, platform, namespace })
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

const FILTERS: Record<Shown, TokenFilter> = {
  soon: { expiresSoon: true },
  unused: { neverUsed: true, states: ['active', 'ending'] },
  silent: { silentSinceRoll: true },
  manual: { purpose: 'manual', states: ['active', 'ending'] },
  over: { states: ['expired', 'ended'] },
}

/** What the address filters by. An address is typed by hand, or old: what is no filter means none. */
export function filterOf({ q, show, service, platform, namespace }: TokensParams): TokenFilter {
  const known = (id: string | null) => id !== null && UUID.test(id)
  return {
    q: q.slice(0, 200),
    ...(show === null ? { states: ['active', 'ending'] } : FILTERS[show]),
    ...(known(service) && { serviceId: service as string }),
    ...(known(platform) && { platformId: platform as string }),
    ...(known(namespace) && { namespaceId: namespace as string }),
  }
}
