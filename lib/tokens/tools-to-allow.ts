import { asc, eq } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { serviceTools } from '#db/schema/index.ts'
import { type Context, parseInput, requirePermission } from '#lib/core/index.ts'
import { serviceOfTokensSchema } from './schema.ts'

/** A tool of the service, as its last good check listed it. */
export interface TokenTool {
  name: string
  title: string | null
  description: string | null
}

/** The tools of a service, for choosing which a token lets through. */
export async function toolsToAllow(ctx: Context, input: { serviceId: string }): Promise<TokenTool[]> {
  requirePermission(ctx, 'tokens.read')
  return toolsOf(ctx.db, parseInput(serviceOfTokensSchema, input).serviceId)
}

/** The same within a verb. */
export function toolsOf(db: Database, serviceId: string): Promise<TokenTool[]> {
  return db
    .select({ name: serviceTools.name, title: serviceTools.title, description: serviceTools.description })
    .from(serviceTools)
    .where(eq(serviceTools.serviceId, serviceId))
    .orderBy(asc(serviceTools.position))
}
