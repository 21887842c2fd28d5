import http from 'node:http'
import { belowBase, FerryError, log } from '#lib/core/index.ts'
import { isGatewayPath, processGateway } from '#lib/gateway/index.ts'
import { answerMonitoring, startMonitoring } from '#lib/monitoring/index.ts'
import { boot } from './boot.ts'
import { runMain, stopWhenTold } from './shutdown.ts'

/** The gateway without pages and workers, for as many machines as wanted, before the same PostgreSQL. */
async function main(): Promise<void> {
  if (!process.env.DATABASE_URL)
    throw new FerryError('needs_postgres', 500, 'A separate gateway needs PostgreSQL.', {
      next: 'Set DATABASE_URL; with the embedded database the web process is the gateway itself.',
    })
  const { env, connection, close } = await boot()
  const gateway = await processGateway(connection)
  const database = () => Promise.resolve(connection)
  const server = http.createServer((request, response) => {
    const target = belowBase(request.url, env.BASE_PATH)
    if (isGatewayPath(target)) {
      request.url = target
      gateway.handle(request, response)
    } else if (!answerMonitoring(request, response, database, { token: env.METRICS_TOKEN }))
      response.writeHead(404).end()
  })
  // Longer than callers and proxies keep an idle connection, so that none is closed under a call.
  server.keepAliveTimeout = 75_000
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(env.PORT, env.HOST, resolve))
  const monitoring = await startMonitoring(env, connection)
  log.info({ port: env.PORT }, 'gateway ready')

  stopWhenTold({ server, gateway, rest: [() => monitoring?.close(), close] })
}

runMain(main)
