import { sql } from 'drizzle-orm'
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase, rowsOf } from '#db/client.ts'
import { prepareInstallation } from '#lib/installation/index.ts'
import '../helpers/environment.ts'
import { createDatabase, postgresAnswers } from '../helpers/postgres.ts'

it.skipIf(!(await postgresAnswers()))(
  'six cold functions at once on an empty database: one schema, no error, two connections each at most',
  async () => {
    const { url, drop } = await createDatabase()
    const watcher = await openDatabase({ url, maxConnections: 1 })
    const functions = await Promise.all(
      Array.from({ length: 6 }, () => openDatabase({ url, maxConnections: 1, pooled: true })),
    )
    onTestFinished(async () => {
      for (const one of [...functions, watcher]) await one.close()
      await drop()
    })
    let most = 0
    const watching = setInterval(async () => {
      const counted = await watcher.db.execute(
        sql`select count(*)::int as n from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      )
      most = Math.max(most, rowsOf<{ n: number }>(counted)[0]?.n ?? 0)
    }, 50)
    await Promise.all(functions.map((one) => prepareInstallation(one)))
    clearInterval(watching)
    expect(most).toBeLessThanOrEqual(12)
    const applied = await watcher.db.execute(
      sql`select count(*)::int as n, count(distinct hash)::int as hashes from drizzle.__drizzle_migrations`,
    )
    const [row] = rowsOf<{ n: number; hashes: number }>(applied)
    expect(row?.n).toBeGreaterThan(0)
    expect(row?.n).toBe(row?.hashes)
  },
  60_000,
)
