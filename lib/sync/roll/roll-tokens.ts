import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Database } from '#db/client.ts'
import { bindings, gatewayTokens, namespaces, platforms, runs, services } from '#db/schema/index.ts'
import { recordAudit } from '#lib/audit/index.ts'
import { type Context, FerryError, parseInput, requirePermission } from '#lib/core/index.ts'
import { type OpenPlatform, platformConnection } from '#lib/platforms/index.ts'
import { sendJob } from '#lib/queue/index.ts'
import { countOf } from '../plan/plan-words.ts'
import { laneJob } from '../run/lane-job.ts'
import { insertLane } from '../run/new-lane.ts'
import { rollTokensSchema } from '../schema.ts'
import type { RollOutcome } from '../views.ts'
import { insertRollItems } from './roll-items.ts'

/** A binding whose token is rolled, with everything that its item is made of. */
export interface Rolling {
  token: typeof gatewayTokens.$inferSelect
  binding: typeof bindings.$inferSelect
  service: typeof services.$inferSelect
  namespace: typeof namespaces.$inferSelect
  platform: typeof platforms.$inferSelect
}

/**
 * Gives bindings new tokens with the same options: one run for each platform, in which each namespace is given its new one and
 * connects with it; only then does the old one end, after `graceSeconds`. An expiry moves on by the life that the old one was given.
 * Tokens that no binding presents, or that have ended, are left out; `nothing_to_roll` when none of the named ones is left.
 */
export async function rollTokens(ctx: Context, input: z.input<typeof rollTokensSchema>): Promise<RollOutcome> {
  requirePermission(ctx, 'tokens.write')
  const wanted = parseInput(rollTokensSchema, input)
  const rolling = await rollable(ctx.db, wanted)
  if (rolling.length === 0 && 'tokenIds' in wanted)
    throw new FerryError('nothing_to_roll', 409, 'No namespace presents any of these tokens now.', {
      next: 'Tokens made by hand are rolled one by one.',
    })
  const byPlatform = Map.groupBy(rolling, ({ platform }) => platform.id)
  const outcome: RollOutcome = { runs: [] }
  for (const [platformId, members] of byPlatform) {
    const opened = await platformConnection(ctx, platformId)
    outcome.runs.push(await beginRoll(ctx, opened, members, wanted.graceSeconds))
  }
  return outcome
}

async function rollable(db: Database, wanted: z.output<typeof rollTokensSchema>): Promise<Rolling[]> {
  const rows = await db
    .select({
      ...{ token: gatewayTokens, binding: bindings, service: services, namespace: namespaces, platform: platforms },
    })
    .from(gatewayTokens)
    .innerJoin(bindings, and(eq(bindings.gatewayTokenId, gatewayTokens.id), eq(bindings.tokenMode, 'generated')))
    .innerJoin(services, eq(services.id, bindings.serviceId))
    .innerJoin(namespaces, eq(namespaces.id, bindings.namespaceId))
    .innerJoin(platforms, eq(platforms.id, namespaces.platformId))
    .where(
      and(
        eq(gatewayTokens.purpose, 'binding'),
        'tokenIds' in wanted
          ? inArray(gatewayTokens.id, wanted.tokenIds)
          : sql`${gatewayTokens.createdAt} < now() - make_interval(days => ${wanted.olderThanDays})`,
      ),
    )
    .orderBy(asc(platforms.name), asc(namespaces.name), asc(services.name))
  return rows.filter(({ token }) => token.endsAt === null && !hasExpired(token))
}

function hasExpired({ expiresAt }: Rolling['token']): boolean {
  return expiresAt !== null && expiresAt.getTime() <= Date.now()
}

function beginRoll(
  ctx: Context,
  { id, name, connector, connection }: OpenPlatform,
  members: Rolling[],
  graceSeconds: number,
): Promise<RollOutcome['runs'][number]> {
  const title = `Roll of ${countOf(members.length, 'token')}`
  const by = ctx.actor.name
  return ctx.db.transaction(async (db) => {
    const [run] = await db
      .insert(runs)
      .values({
        ...{ kind: 'sync', name: title, platformId: id, platformName: name, confirmedBy: by },
        confirmedById: ctx.actor.kind === 'user' ? ctx.actor.id : null,
      })
      .returning({ id: runs.id, number: runs.number })
    if (run === undefined) throw new Error('no run was made')
    for (const lane of Map.groupBy(members, ({ namespace }) => namespace.id).values()) {
      const [first] = lane
      if (first === undefined) continue
      const groupKey = connector.groupKey(connection, first.namespace.remoteId)
      const laneId = await insertLane(db, run.id, { namespace: first.namespace, groupKey }, true)
      await insertRollItems(db, { runId: run.id, laneId, by, graceSeconds }, lane)
      await sendJob(db, laneJob, { laneId }, { group: groupKey })
    }
    await recordAudit(db, ctx.actor, {
      action: 'run.roll',
      targetKind: 'run',
      targetId: run.id,
      targetLabel: `#${run.number} to ${name}`,
      changes: { tokens: { to: countOf(members.length, 'token') }, graceSeconds: { to: graceSeconds } },
    })
    return { id: run.id, number: run.number, platformName: name }
  })
}
