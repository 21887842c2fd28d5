import { eq } from 'drizzle-orm'
import type { Database } from '#db/client.ts'
import { platforms } from '#db/schema/index.ts'
import { notFound, seal, unseal } from '#lib/core/index.ts'
import type { Connector, PlatformConnection, PlatformLogin } from './connector.ts'
import { connectorFor } from './connector-for.ts'
import { PlatformError } from './platform-error.ts'
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

/** So long a password that was refused is not sent again by whichever process: a few wrong ones lock an account. Milliseconds. */
const HOLD_BACK = 15 * 60 * 1000

/**
 * Unseals a platform's connection, for verbs and workers of lib. Throws `not_found`, `sealed_by_another_key`, and `wrong_password` for one
 * that the platform refused a short time ago.
 */
export async function platformConnection({ db }: { db: Database }, id: string): Promise<OpenPlatform> {
  const [row] = await db.select().from(platforms).where(eq(platforms.id, id))
  if (row === undefined) throw notFound('The platform')
  holdBackRefused(row)
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

/** The connector remembers the same for its process; this holds in all of them. Testing the connection is a person's way past it. */
function holdBackRefused({ authKind, accountEmail, statusCode, testedAt, secretSetAt }: PlatformRow): void {
  if (authKind !== 'account' || statusCode !== 'wrong_password' || testedAt === null) return
  if (secretSetAt > testedAt || Date.now() - testedAt.getTime() > HOLD_BACK) return
  throw new PlatformError(
    'wrong_password',
    `The password of ${accountEmail} was refused a short time ago; it was not sent again, because a few wrong ones lock the account.`,
    { next: 'Enter the right password for this platform and test the connection.' },
  )
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
