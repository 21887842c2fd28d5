import { and, eq, exists, ilike, inArray, isNotNull, or, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Database } from '#db/client.ts'
import { bindings, services, serviceTools } from '#db/schema/index.ts'
import type { serviceFilterSchema } from './schema.ts'

/** The condition that a filter means; undefined when it means every service. */
export function filterCondition(db: Database, filter: z.output<typeof serviceFilterSchema>): SQL | undefined {
  return and(
    filter.q === '' ? undefined : searched(db, filter.q),
    filter.warned ? isNotNull(services.registryWarning) : undefined,
    filter.status === undefined ? undefined : eq(services.status, filter.status),
    filter.namespaceId === undefined
      ? undefined
      : exists(
          db
            .select({ one: sql`1` })
            .from(bindings)
            .where(and(eq(bindings.serviceId, services.id), eq(bindings.namespaceId, filter.namespaceId))),
        ),
  )
}

function searched(db: Database, text: string): SQL | undefined {
  const pattern = `%${text.normalize('NFC').replaceAll(/[\\%_]/g, '\\$&')}%`
  return or(
    ilike(services.name, pattern),
    ilike(services.identifier, pattern),
    // A set of ids, not a question a row: the tools are read once, whatever the number of services.
    inArray(
      services.id,
      db.select({ id: serviceTools.serviceId }).from(serviceTools).where(ilike(serviceTools.name, pattern)),
    ),
  )
}
