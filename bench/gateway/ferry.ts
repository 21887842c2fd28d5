import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type DatabaseConnection, openDatabase } from '#db/client.ts'
import { migrateDatabase } from '#db/migrate.ts'
import { services } from '#db/schema/index.ts'
import { makeKeys, type ServiceCredential, seal } from '#lib/core/index.ts'
import type { Era } from '#lib/mcp/index.ts'
import { issueToken } from '#lib/tokens/index.ts'
import { freePort } from '#tests/helpers/free-port.ts'
import { createDatabase, postgresAnswers } from '#tests/helpers/postgres.ts'
import { type Child, startChild } from './child.ts'

/** A database in which the upstream's services are registered, for gateways to be started on. */
export interface Ferry {
  database: 'PostgreSQL' | 'embedded'
  /** Where the gateway serves each service, and the token that opens it. */
  services: Record<'legacy' | 'modern' | 'oauth', { path: string; token: string }>
  /** `server.ts`, the built pages behind it. */
  startFront(): Promise<Child>
  /** The gateway alone (`npm run gateway`); only on PostgreSQL. */
  startAlone: (() => Promise<Child>) | undefined
  remove(): Promise<void>
}

/** A limit that is counted on each call and never reached. */
const CALLS_PER_MINUTE = 1_000_000_000

/** Makes the database: on PostgreSQL where one answers, else the embedded one in a folder of its own. */
export async function makeFerry(upstream: string, credential: string): Promise<Ferry> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ferry-bench-'))
  const keys = makeKeys()
  Object.assign(process.env, keys)
  const postgres = (await postgresAnswers()) ? await createDatabase() : undefined
  const connection = await openDatabase(postgres === undefined ? { dataDir: folder } : { url: postgres.url })
  await migrateDatabase(connection)
  const bearer: ServiceCredential = { kind: 'bearer', token: credential }
  const client: ServiceCredential = {
    kind: 'oauthClient',
    tokenUrl: `${upstream}/token`,
    clientId: 'bench',
    clientSecret: credential,
    scope: '',
    resource: '',
    sendResource: true,
    secretIn: 'basic',
  }
  const registered = {
    legacy: await register(connection, `${upstream}/legacy`, 'legacy', bearer),
    modern: await register(connection, `${upstream}/modern`, 'modern', bearer),
    oauth: await register(connection, `${upstream}/oauth`, 'legacy', client),
  }
  await connection.close()

  const start = async (script: string, env: Record<string, string> = {}) => {
    const port = await freePort()
    const own = {
      ...keys,
      PORT: String(port),
      DATA_DIR: folder,
      DEMO: 'false',
      LOG_LEVEL: 'warn',
      NODE_ENV: 'production',
    }
    const database: Record<string, string> = postgres === undefined ? {} : { DATABASE_URL: postgres.url }
    return startChild(process.execPath, [script], { port, env: { ...own, ...database, ...env } })
  }
  return {
    database: postgres === undefined ? 'embedded' : 'PostgreSQL',
    services: registered,
    startFront: () => start('server.ts'),
    startAlone: postgres === undefined ? undefined : () => start('gateway.ts'),
    async remove() {
      await postgres?.drop()
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function register({ db }: DatabaseConnection, url: string, era: Era, credential: ServiceCredential) {
  const identifier = `bench-${path.basename(url)}`
  const [row] = await db
    .insert(services)
    .values({
      identifier,
      name: identifier,
      iconEmoji: '⏱️',
      iconColor: '#dddddd',
      url,
      credentialKind: credential.kind,
      credential: await seal(JSON.stringify(credential), 'service.credential'),
      status: 'normal',
      seenTransport: 'streamable_http',
      eras: [era],
      protocolVersion: era === 'modern' ? '2026-07-28' : '2025-11-25',
    })
    .returning({ id: services.id })
  if (row === undefined) throw new Error('no service row')
  const { token } = await issueToken(db, {
    serviceId: row.id,
    namespaceId: null,
    purpose: 'manual',
    name: 'bench',
    options: { allowedTools: null, toolPrefix: null, callsPerMinute: CALLS_PER_MINUTE },
    createdBy: 'bench',
  })
  return { path: `/mcp/${identifier}/mcp`, token }
}
