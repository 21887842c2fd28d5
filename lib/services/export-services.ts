import { stringify } from 'csv-stringify/sync'
import { asc, count, eq, sql } from 'drizzle-orm'
import { bindings, services } from '#db/schema/index.ts'
import { type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import { filterCondition } from './filter.ts'
import { type ServiceFilter, serviceFilterSchema } from './schema.ts'

/** The columns of the table of services as CSV, in their order. */
export const SERVICE_CSV_COLUMNS = [
  'name',
  'identifier',
  'description',
  'url',
  'status',
  'reason',
  'since',
  'tools',
  'first_page_tools',
  'transport',
  'eras',
  'protocol',
  'server',
  'namespaces',
  'latency_ms',
  'checked_at',
  'credential',
] as const

/** The services that match as CSV with a header line, by name; of credentials only the kind. */
export async function exportServices(ctx: Context, input: ServiceFilter): Promise<string> {
  requirePermission(ctx, 'services.read')
  const filter = parseInput(serviceFilterSchema, input)
  const bound = ctx.db.$with('bound').as(
    ctx.db
      .select({ serviceId: bindings.serviceId, number: count().as('number') })
      .from(bindings)
      .groupBy(bindings.serviceId),
  )
  const rows = await ctx.db
    .with(bound)
    .select({
      name: services.name,
      identifier: services.identifier,
      description: services.description,
      url: services.url,
      status: services.status,
      reason: sql<string | null>`case when ${services.status} = 'abnormal' then ${services.statusMessage} end`,
      since: services.statusSince,
      tools: services.toolCount,
      first_page_tools: services.legacyFirstPageTools,
      transport: sql<string>`coalesce(${services.seenTransport}, ${services.transport})`,
      eras: sql<string>`array_to_string(${services.eras}, ' ')`,
      protocol: services.protocolVersion,
      server: sql<string>`concat_ws(' ', ${services.serverName}, ${services.serverVersion})`,
      namespaces: sql<number>`coalesce(${bound.number}, 0)`.mapWith(Number),
      latency_ms: services.latencyMs,
      checked_at: services.checkedAt,
      credential: services.credentialKind,
    })
    .from(services)
    .leftJoin(bound, eq(bound.serviceId, services.id))
    .where(filterCondition(ctx.db, filter))
    .orderBy(sql`lower(${services.name})`, asc(services.id))
  return stringify(rows, {
    header: true,
    bom: true,
    columns: [...SERVICE_CSV_COLUMNS],
    // A cell that begins like a formula would be run by a spreadsheet.
    escape_formulas: true,
    cast: { date: (value) => value.toISOString() },
  })
}
