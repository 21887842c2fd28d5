import { eq } from 'drizzle-orm'
import { platforms } from '#db/schema/index.ts'
import { type Context, notFound, parseInput, requirePermission } from '#lib/core/index.ts'
import { unsealLogin } from './connection.ts'
import type { ConnectionReport, PlatformConnection } from './connector.ts'
import { completeLogin } from './kept-secret.ts'
import type { PlatformRow } from './projection.ts'
import { platformIdSchema, type TestConnectionInput, testConnectionSchema } from './schema.ts'
import { storeTried } from './store-tried.ts'
import { type TriedConnection, tryConnection } from './try-connection.ts'

/** What a test of a connection showed. A failure is an answer here, not an error. */
export type ConnectionVerdict = {
  /** The address that was tested, as it would be kept. */
  baseUrl: string
  /** Milliseconds. */
  ms: number
} & (
  | { ok: true; report: ConnectionReport }
  | {
      ok: false
      /** Stable: `wrong_key`, `not_dify`, `connection_refused`, `tls_expired`, … */
      code: string
      message: string
      next?: string
      /** The platform's own words. */
      platformSaid?: string
    }
)

/**
 * Tests a connection: a saved platform by `{id}` (needs `platforms.refresh`; its status and namespaces are kept), or a form's values
 * (needs `platforms.write`; nothing is kept). With an `id` beside the values an absent secret is the stored one, as in `updatePlatform`.
 */
export async function testConnection(ctx: Context, input: TestConnectionInput): Promise<ConnectionVerdict> {
  const isForm = Object.keys(input ?? {}).some((key) => key !== 'id')
  requirePermission(ctx, isForm ? 'platforms.write' : 'platforms.refresh')
  return isForm ? testForm(ctx, input) : testSaved(ctx, input)
}

async function testForm(ctx: Context, input: unknown): Promise<ConnectionVerdict> {
  const { id, kind, baseUrl, login } = parseInput(testConnectionSchema, input)
  const stored = id === undefined ? undefined : await storedRow(ctx, id)
  return timed(stored?.kind ?? kind, { baseUrl, login: await completeLogin(login, baseUrl, stored) })
}

async function testSaved(ctx: Context, input: unknown): Promise<ConnectionVerdict> {
  const stored = await storedRow(ctx, parseInput(platformIdSchema, input).id)
  const { kind, baseUrl } = stored
  return timed(kind, { baseUrl, login: await unsealLogin(stored) }, (tried) =>
    ctx.db.transaction((tx) => storeTried(tx, stored.id, tried)),
  )
}

async function storedRow(ctx: Context, id: string): Promise<PlatformRow> {
  const [row] = await ctx.db.select().from(platforms).where(eq(platforms.id, id))
  if (row === undefined) throw notFound('The platform')
  return row
}

async function timed(
  kind: PlatformRow['kind'],
  connection: PlatformConnection,
  keep?: (tried: TriedConnection) => Promise<void>,
): Promise<ConnectionVerdict> {
  const begun = performance.now()
  const tried = await tryConnection(kind, connection)
  const ms = Math.round(performance.now() - begun)
  await keep?.(tried)
  return { baseUrl: connection.baseUrl, ms, ...verdict(tried) }
}

function verdict(tried: TriedConnection) {
  if (tried.ok) return tried
  const { code, message, next, platformSaid } = tried.error
  return {
    ok: false,
    code,
    message,
    ...(next !== undefined && { next }),
    ...(platformSaid !== undefined && { platformSaid }),
  } as const
}
