import { FerryError, log, whenParentGone } from '#lib/core/index.ts'
import { startMonitoring } from '#lib/monitoring/index.ts'
import { startWorkers } from '#lib/worker/index.ts'
import { boot } from './boot.ts'
import { shutDown, stopOnSignal } from './shutdown.ts'

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
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    process.exit(await shutDown({ workers, rest: [() => monitoring?.close(), close] }))
  }
  stopOnSignal(() => void stop())
  whenParentGone(() => void stop())
}

main().catch((error: unknown) => {
  console.error(error instanceof FerryError ? [error.message, error.next].filter(Boolean).join('\n') : error)
  process.exit(1)
})
