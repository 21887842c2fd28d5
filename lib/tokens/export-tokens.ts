import { stringify } from 'csv-stringify/sync'
import { type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import { filterCondition } from './conditions.ts'
import { order } from './order.ts'
import { selectTokens, summarize } from './projection.ts'
import { type TokenFilter, tokenFilterSchema } from './schema.ts'

const COLUMNS = [
  'prefix',
  'service',
  'identifier',
  'platform',
  'namespace',
  'name',
  'made',
  'state',
  'last_used_at',
  'calls',
  'expires_at',
  'ends_at',
  'ended_because',
  'ended_by',
  'allowed_tools',
  'tool_prefix',
  'calls_per_minute',
  'created_at',
  'created_by',
] as const

/** The tokens that match as CSV with a header line, by service and place; of each only its first characters. */
export async function exportTokens(ctx: Context, input: TokenFilter): Promise<string> {
  requirePermission(ctx, 'tokens.read')
  const rows = await selectTokens(ctx.db)
    .where(filterCondition(parseInput(tokenFilterSchema, input)))
    .orderBy(...order('service', 'asc'))
  const lines = rows.map(summarize).map(({ service, namespace, options, ...token }) => ({
    prefix: token.prefix,
    service: service.name,
    identifier: service.identifier,
    platform: namespace?.platformName ?? '',
    namespace: namespace?.name ?? '',
    name: token.name,
    made: token.purpose === 'manual' ? 'by hand' : 'for a binding',
    state: token.state,
    last_used_at: token.lastUsedAt,
    calls: token.calls,
    expires_at: token.expiresAt,
    ends_at: token.endsAt,
    ended_because: token.endedBecause,
    ended_by: token.endedBy,
    allowed_tools: options.allowedTools?.join(' ') ?? 'all',
    tool_prefix: options.toolPrefix,
    calls_per_minute: options.callsPerMinute,
    created_at: token.createdAt,
    created_by: token.createdBy,
  }))
  return stringify(lines, {
    header: true,
    bom: true,
    columns: [...COLUMNS],
    // A cell that begins like a formula would be run by a spreadsheet.
    escape_formulas: true,
    cast: { date: (value) => value.toISOString() },
  })
}
