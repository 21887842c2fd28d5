import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import type { Context, Role } from '#lib/core/index.ts'
import { platformJobs } from '#lib/platforms/index.ts'
import type { ConnectPlatformInput } from '#lib/platforms/schema.ts'
import { startQueue, stopQueue } from '#lib/queue/index.ts'
import { type Dify, startDify } from '#sandbox/index.ts'
import type { TestDatabase } from '#tests/helpers/database.ts'
import { PASSWORD } from './dify-fixture.ts'

/** A Dify 1.14.0 of each test's own. */
export function useDify(): { readonly dify: Dify } {
  let dify: Dify | undefined
  beforeEach(async () => {
    dify = await startDify({ release: '1.14.0', patience: { pollMs: 10 } })
  })
  afterEach(() => dify?.close())
  return {
    get dify() {
      if (dify === undefined) throw new Error('Dify runs only while a test does')
      return dify
    },
  }
}

/** A queue that only takes jobs, and an empty database for each test. */
export function useQueue(database: TestDatabase): void {
  beforeAll(() => startQueue(database.connection, platformJobs, { work: false }))
  afterAll(() => stopQueue())
  beforeEach(() => database.truncate())
}

export function context({ db }: TestDatabase, role: Role = 'admin'): Context {
  return { actor: { kind: 'user', id: randomUUID(), name: role, email: `${role}@example.com`, role }, db }
}

/** The form of a platform that signs in by key. */
export function byKey(dify: Dify, change: Partial<ConnectPlatformInput> = {}): ConnectPlatformInput {
  return {
    ...{ name: 'Production', baseUrl: `${dify.url}/console/api` },
    login: { kind: 'adminKey', key: dify.adminKey ?? '' },
    ...change,
  }
}

/** The same by account. */
export function byAccount(dify: Dify, password = PASSWORD): ConnectPlatformInput {
  return byKey(dify, { login: { kind: 'account', email: 'Admin@example.com', password } })
}

/** Does one job of lib/platforms now, as the worker would. */
export function runJob({ connection, db }: TestDatabase, name: string, data: object = {}) {
  const job = platformJobs.find((one) => one.name === name)
  if (job === undefined) throw new Error(`there is no job ${name}`)
  return job.handle({ connection, db, data: job.parse(data), signal: new AbortController().signal })
}

/** How many counts were ever queued. */
export async function queuedCounts({ db }: TestDatabase): Promise<number> {
  const result = await db.execute(sql`select count(*)::int as n from pgboss.job where name = 'platform-count'`)
  const rows = (Array.isArray(result) ? result : (result as { rows: unknown[] }).rows) as { n: number }[]
  return rows[0]?.n ?? 0
}
