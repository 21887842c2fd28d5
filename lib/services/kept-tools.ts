import { isDeepStrictEqual } from 'node:util'
import { asc, eq } from 'drizzle-orm'
import { chunksOf } from '#db/chunks.ts'
import type { Database } from '#db/client.ts'
import { serviceTools } from '#db/schema/index.ts'
import type { ListedTool } from '#lib/mcp/index.ts'

/** A service's tools as the last good check listed them, in its order. */
export async function keptTools(db: Database, serviceId: string): Promise<ListedTool[]> {
  const rows = await keptRows(db, serviceId)
  return rows.map(({ name, title, description, inputSchema }) => ({
    name,
    ...(title !== null && { title }),
    ...(description !== null && { description }),
    inputSchema,
  }))
}

/** Puts what a good check listed in the place of what was kept. Nearly every check finds the same tools: then nothing is written. */
export async function keepTools(db: Database, serviceId: string, tools: ListedTool[]): Promise<void> {
  const rows = tools.map(({ name, title, description, inputSchema }, position) => ({
    serviceId,
    position,
    name,
    title: title ?? null,
    description: description ?? null,
    inputSchema,
  }))
  if (isDeepStrictEqual(await keptRows(db, serviceId), rows)) return
  await db.delete(serviceTools).where(eq(serviceTools.serviceId, serviceId))
  for (const some of chunksOf(rows)) await db.insert(serviceTools).values(some)
}

function keptRows(db: Database, serviceId: string) {
  return db.select().from(serviceTools).where(eq(serviceTools.serviceId, serviceId)).orderBy(asc(serviceTools.position))
}
