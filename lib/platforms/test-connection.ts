import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import { platforms } from '#db/schema/index.ts'
import { type Context, notFound, parseInput, requirePermission } from '#lib/core/index.ts'
import { unsealLogin } from './connection.ts'
import type { ConnectionReport, PlatformConnection } from './connector.ts'
import { completeLogin } from './kept-secret.ts'
import type { PlatformRow } from './projection.ts'
import { type TestConnectionInput, testConnectionSchema } from './schema.ts'
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
  const isForm = typeof input === 'object' && input !== null && 'login' in input
  requirePermission(ctx, isForm ? 'platforms.write' : 'platforms.refresh')
  const wanted = parseInput(testConnectionSchema, input)
  const stored = wanted.id === undefined ? undefined : await storedRow(ctx, wanted.id)
  const connection = await connectionOf(wanted, stored)
  const begun = performance.now()
  const tried = await tryConnection(stored?.kind ?? 'dify', connection)
  if (!('login' in wanted) && stored !== undefined) await ctx.db.transaction((tx) => storeTried(tx, stored.id, tried))
  return { baseUrl: connection.baseUrl, ms: Math.round(performance.now() - begun), ...verdict(tried) }
}

async function storedRow(ctx: Context, id: string): Promise<PlatformRow> {
  const [row] = await ctx.db.select().from(platforms).where(eq(platforms.id, id))
  if (row === undefined) throw notFound('The platform')
  return row
}

async function connectionOf(
  wanted: z.output<typeof testConnectionSchema>,
  stored: PlatformRow | undefined,
): Promise<PlatformConnection> {
  if ('login' in wanted)
    return { baseUrl: wanted.baseUrl, login: await completeLogin(wanted.login, wanted.baseUrl, stored) }
  if (stored === undefined) throw notFound('The platform')
  return { baseUrl: stored.baseUrl, login: await unsealLogin(stored) }
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
