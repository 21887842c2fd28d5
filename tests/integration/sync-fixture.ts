import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect } from 'vitest'
import type { Database, DatabaseConnection } from '#db/client.ts'
import { namespaces, services } from '#db/schema/index.ts'
import type { Context, Credential } from '#lib/core/index.ts'
import { connectPlatform } from '#lib/platforms/index.ts'
import { checkServiceNow, createService } from '#lib/services/index.ts'
import {
  acceptUnverified,
  chooseAuthentication,
  chooseNamespaces,
  choosePlatform,
  confirmRun,
  type getDraft,
  getRun,
  listRunItems,
  makePlan,
  startDraft,
  verifyTokens,
} from '#lib/sync/index.ts'
import type { SlotChoiceInput } from '#lib/sync/schema.ts'
import { startWorkers, type Workers } from '#lib/worker/index.ts'
import { type Sandbox, type ServiceKey, startSandbox } from '#sandbox/index.ts'
import '#tests/helpers/environment.ts'

type DraftView = Awaited<ReturnType<typeof getDraft>>

/** Workers on the database while the tests of a block run. */
export function workersDuring(database: { readonly connection: DatabaseConnection }): void {
  let workers: Workers
  beforeAll(async () => {
    workers = await startWorkers(database.connection)
  }, 30_000)
  afterAll(() => workers.stop())
}

/** A quick sandbox: nothing in it takes longer than it must. */
export function quickSandbox(release = '1.14.0'): Promise<Sandbox> {
  return startSandbox({ release, patience: { pollMs: 20, hangMs: 2000 } })
}

/** The credential that a service of the sandbox wants now. */
export function rightCredential({ mcp }: Sandbox, key: ServiceKey): Credential {
  const { credential } = mcp.services[key]
  if (credential === undefined) return { kind: 'none' }
  const bearer = /^Bearer (.+)$/.exec(credential.value)?.[1]
  return bearer === undefined
    ? { kind: 'apiKey', header: credential.header, value: credential.value }
    : { kind: 'bearer', token: bearer }
}

/** Chooses a credential as somebody types it. */
export function typed(credential: Credential): SlotChoiceInput {
  return { mode: 'entered', source: 'typed', credential }
}

/** Registers a service of the sandbox and checks it. */
export async function register(
  ctx: Context,
  sandbox: Sandbox,
  key: ServiceKey,
  change: Partial<Parameters<typeof createService>[1]> = {},
): Promise<string> {
  const { name, url, icon, description } = sandbox.mcp.services[key]
  const credential = rightCredential(sandbox, key)
  const { id } = await createService(ctx, {
    ...{ name, url, description, credential, identifier: key, iconEmoji: icon, iconColor: '#dbeafe' },
    ...{ transport: 'auto', timeoutSeconds: 10, sseReadTimeoutSeconds: 20 },
    ...change,
  })
  await checkServiceNow(ctx, { id })
  return id
}

/** As many open services as wanted, each at an address of its own, with the facts of one that was really checked. */
export async function registerMany(ctx: Context, sandbox: Sandbox, count: number): Promise<string[]> {
  const first = await register(ctx, sandbox, 'weather', { identifier: 'many', name: 'Many' })
  const [facts] = await ctx.db.select().from(services).where(eq(services.id, first))
  if (facts === undefined) throw new Error('not registered')
  const { id: _, ...rest } = facts
  const rows = await ctx.db
    .insert(services)
    .values(
      Array.from({ length: count }, (_one, index) => ({
        ...rest,
        identifier: `many-${index + 1}`,
        name: `Many ${String(index + 1).padStart(3, '0')}`,
        url: `${facts.url}?n=${index + 1}`,
      })),
    )
    .returning({ id: services.id })
  return rows.map(({ id }) => id)
}

/** Connects the sandbox's Dify, by its admin key or by an account. */
export async function connect(
  ctx: Context,
  { dify }: Sandbox,
  login: 'adminKey' | 'account' = 'adminKey',
): Promise<{ platformId: string; namespace(name: string): string }> {
  const { id } = await connectPlatform(ctx, {
    kind: 'dify',
    name: `Sandbox by ${login}`,
    baseUrl: dify.url,
    login:
      login === 'adminKey'
        ? { kind: 'adminKey', key: dify.adminKey ?? '' }
        : { kind: 'account', email: 'admin@example.com', password: 'Passw0rd123' },
  })
  const rows = await ctx.db.select().from(namespaces).where(eq(namespaces.platformId, id))
  return {
    platformId: id,
    namespace: (name) => {
      const row = rows.find((one) => one.name === name)
      if (row === undefined) throw new Error(`there is no namespace ${name}`)
      return row.id
    },
  }
}

export interface Wanted {
  platformId: string
  serviceIds: string[]
  namespaceIds: string[]
  /** By service; the others are left to what goes without saying. */
  tokens?: Record<string, SlotChoiceInput>
  /** Say instead of verifying that it goes on unverified. */
  unverified?: boolean
}

/** Goes through the dialog as a person would, up to the plan. */
export async function plan(ctx: Context, wanted: Wanted): Promise<DraftView> {
  const { id: draftId } = await startDraft(ctx, { serviceIds: wanted.serviceIds })
  await choosePlatform(ctx, { draftId, platformId: wanted.platformId })
  await chooseNamespaces(ctx, { draftId, namespaceIds: wanted.namespaceIds })
  for (const [serviceId, choice] of Object.entries(wanted.tokens ?? {}))
    await chooseAuthentication(ctx, { draftId, serviceId, scope: 'same', choice })
  if (wanted.unverified === true)
    for (const serviceId of wanted.serviceIds) await acceptUnverified(ctx, { draftId, serviceId })
  else await verifyTokens(ctx, { draftId })
  return makePlan(ctx, { draftId })
}

/** Confirms the plan that was made. */
export async function confirm(ctx: Context, draft: DraftView): Promise<string> {
  if (draft.plan === null) throw new Error('there is no plan')
  const outcome = await confirmRun(ctx, { draftId: draft.id, digest: draft.plan.digest })
  if (outcome.outcome !== 'confirmed') throw new Error(JSON.stringify(outcome.differences))
  return outcome.runId
}

/** Waits until a run has ended and gives it with its items. */
export async function ended(ctx: Context, runId: string, timeout = 30_000) {
  await expect.poll(async () => (await getRun(ctx, { runId })).endedAt, { timeout, interval: 100 }).not.toBeNull()
  const { rows: items } = await listRunItems(ctx, { runId, order: 'plan', limit: 500 })
  return { run: await getRun(ctx, { runId }), items }
}

/** «create Clock» for each planned item, by namespace. */
export function actions({ plan: shown }: DraftView): Record<string, string[]> {
  return Object.fromEntries(
    (shown?.groups ?? []).map(({ namespace, items }) => [
      namespace.name,
      items.map(({ action, service }) => `${action} ${service.name}`),
    ]),
  )
}

/** Every row of every table as one text, the queue's too. */
export async function dump({ db }: { db: Database } | DatabaseConnection): Promise<string> {
  const { sql } = await import('drizzle-orm')
  const rowsOf = (result: unknown) =>
    (Array.isArray(result) ? result : (result as { rows: unknown[] }).rows) as Record<string, unknown>[]
  const tables = rowsOf(
    await db.execute(
      sql`select table_schema as schema, table_name as name from information_schema.tables where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'`,
    ),
  )
  const parts: string[] = []
  for (const { schema, name } of tables)
    parts.push(
      JSON.stringify(
        rowsOf(await db.execute(sql`select * from ${sql.identifier(String(schema))}.${sql.identifier(String(name))}`)),
      ),
    )
  return parts.join('\n')
}
