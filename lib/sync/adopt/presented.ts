import { eq } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { services } from '#db/schema/index.ts'
import { type Credential, invalidInput, notFound } from '#lib/core/index.ts'
import { openServiceCredential } from '#lib/credentials/index.ts'
import type { ServiceRow } from '../draft/load-draft.ts'
import type { Presented } from './adopt-schema.ts'

/** A registered service, for linking. Throws `not_found`. */
export async function serviceToLink(db: Database, serviceId: string): Promise<ServiceRow> {
  const [service] = await db.select().from(services).where(eq(services.id, serviceId))
  if (service === undefined) throw notFound('The service')
  return service
}

/**
 * The credential that a platform presents: as typed, or what the service is checked with. Throws `invalid_input` at `field` where
 * that is none which a platform could present.
 */
export async function presentedCredential(
  presented: Presented,
  service: Pick<ServiceRow, 'credential' | 'name'> | undefined,
  field: string,
): Promise<Credential> {
  if (presented.kind !== 'service') return presented
  if (service === undefined)
    throw invalidInput({ [field]: 'A new service has no credential yet. Enter one, or choose none.' })
  const credential = await openServiceCredential(service.credential)
  if (credential.kind !== 'oauthClient') return credential
  throw invalidInput({
    [field]: `«${service.name}» fetches its own access tokens, which no platform presents. Enter what Dify presents, or choose none.`,
  })
}
