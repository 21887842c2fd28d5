import { FerryError, log } from '#lib/core/index.ts'
import { startMonitoring } from '#lib/monitoring/index.ts'
import { startWorkers } from '#lib/worker/index.ts'
import { boot } from './boot.ts'
import { runMain, stopWhenTold } from './shutdown.ts'

/** A worker without pages, for as many machines as wanted: takes lanes and checks from the same PostgreSQL. */
async function main(): Promise<void> {
  if (!process.env.DATABASE_URL)
    throw new FerryError('needs_postgres', 500, 'A separate worker needs PostgreSQL.', {
      next: 'Set DATABASE_URL; with the embedded database the web process works by itself.',
    })
  const { env, connection, close } = await boot()
  const monitoring = await startMonitoring(env, connection)
  const workers = await startWorkers(connection)
  log.info('worker ready')
  stopWhenTold({ workers, rest: [() => monitoring?.close(), close] })
}

runMain(main)
