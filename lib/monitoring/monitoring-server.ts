import http from 'node:http'
import type { DatabaseConnection } from '#db/client.ts'
import { type Environment, FerryError, log } from '#lib/core/index.ts'
import { liveAnswer, type MonitoringAnswer, metricsAnswer, readyAnswer } from './answers.ts'

type Open = () => Promise<DatabaseConnection>

/** Answers `/health/live`, `/health/ready` (also `/health`) and `/metrics` on node's own request; false for any other path. */
export function answerMonitoring(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  database: Open,
  { token, open = false }: { token: string | undefined; open?: boolean },
): boolean {
  const { authorization } = request.headers
  const answers: Record<string, () => MonitoringAnswer | Promise<MonitoringAnswer>> = {
    '/health/live': liveAnswer,
    '/health/ready': () => readyAnswer(database),
    '/health': () => readyAnswer(database),
    '/metrics': () => metricsAnswer(database, { authorization, token, open }),
  }
  const answer = answers[request.url?.replace(/\?.*$/, '') ?? '']
  if (answer === undefined) return false
  void send(response, answer)
  return true
}

async function send(
  response: http.ServerResponse,
  answer: () => MonitoringAnswer | Promise<MonitoringAnswer>,
): Promise<void> {
  try {
    const { status, headers, body } = await answer()
    response.writeHead(status, headers).end(body)
  } catch (error) {
    log.error({ err: error }, 'monitoring')
    response.writeHead(500).end()
  }
}

/** The separate port for monitors, where `METRICS_PORT` asks for one; closed with what it returns. Throws `port_taken`. */
export async function startMonitoring(
  { METRICS_PORT, METRICS_HOST, METRICS_TOKEN }: Pick<Environment, 'METRICS_PORT' | 'METRICS_HOST' | 'METRICS_TOKEN'>,
  connection: DatabaseConnection,
): Promise<{ port: number; close(): void } | undefined> {
  if (METRICS_PORT === undefined) return undefined
  const server = http.createServer((request, response) => {
    const known = answerMonitoring(request, response, () => Promise.resolve(connection), {
      token: METRICS_TOKEN,
      open: true,
    })
    if (!known) response.writeHead(404).end()
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new FerryError('port_taken', 500, `Port ${METRICS_PORT} (METRICS_PORT) is taken.`, {
              next: 'Set METRICS_PORT to another one for each process of this machine.',
            })
          : error,
      ),
    )
    server.listen(METRICS_PORT, METRICS_HOST, resolve)
  })
  // A monitor that is asked for its port must not keep a process alive.
  server.unref()
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : METRICS_PORT
  log.info({ port, host: METRICS_HOST }, 'monitoring')
  return {
    port,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
