import { eq } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { platforms } from '#db/schema/index.ts'
import { notFound, seal, unseal } from '#lib/core/index.ts'
import type { Connector, PlatformConnection, PlatformLogin } from './connector.ts'
import { connectorFor } from './connector-for.ts'
import type { PlatformRow } from './projection.ts'

/** A platform ready to be called. Holds the unsealed secret: stays inside lib, is never logged, stored or returned to a page. */
export interface OpenPlatform {
  id: string
  name: string
  connector: Connector
  connection: PlatformConnection
  /** What runs learned of its speed. */
  pace: PlatformRow['pace']
}

/** Unseals a platform's connection, for verbs and workers of lib. Throws `not_found`, `sealed_by_another_key`. */
export async function platformConnection({ db }: { db: Database }, id: string): Promise<OpenPlatform> {
  const [row] = await db.select().from(platforms).where(eq(platforms.id, id))
  if (row === undefined) throw notFound('The platform')
  return {
    id: row.id,
    name: row.name,
    connector: connectorFor(row.kind),
    connection: {
      baseUrl: row.baseUrl,
      ...(row.webUrl !== null && { webUrl: row.webUrl }),
      login: await unsealLogin(row),
      ...(row.release !== null && { release: row.release }),
    },
    pace: row.pace,
  }
}

export async function unsealLogin(
  row: Pick<PlatformRow, 'secret' | 'authKind' | 'accountEmail'>,
): Promise<PlatformLogin> {
  const secret = await unseal(row.secret, 'platform.secret')
  return row.authKind === 'account'
    ? { kind: 'account', email: row.accountEmail ?? '', password: secret }
    : { kind: 'adminKey', key: secret }
}

/** The columns that a login becomes. */
export async function sealLogin(
  login: PlatformLogin,
): Promise<Pick<PlatformRow, 'secret' | 'authKind' | 'accountEmail'>> {
  const secret = await seal(login.kind === 'account' ? login.password : login.key, 'platform.secret')
  return { secret, authKind: login.kind, accountEmail: login.kind === 'account' ? login.email : null }
}
