import fs from 'node:fs'
import http from 'node:http'
import next from 'next'
import {
  authUrl,
  belowBase,
  FerryError,
  isOwnOrigin,
  log,
  ownUrl,
  processMetrics,
  statusClass,
} from '#lib/core/index.ts'
import { type DemoPlace, type DemoSandbox, provideDemo } from '#lib/demo/index.ts'
import { isGatewayPath, processGateway } from '#lib/gateway/index.ts'
import { settleForwardedHeaders, setupCode } from '#lib/identity/index.ts'
import { startMonitoring } from '#lib/monitoring/index.ts'
import { startWorkers } from '#lib/worker/index.ts'
import { boot } from './boot.ts'
import { runMain, stopWhenTold } from './shutdown.ts'

/** The front door: what is asked of the gateway goes to it; for the rest it checks where it comes from, then hands it to Next. Workers run in the same process unless `WORKERS=off`. */
async function main(): Promise<void> {
  const { env, connection, close } = await boot()
  const url = ownUrl(env)
  process.env.NEXTAUTH_URL ??= authUrl(env)

  // `npm run dev`: the same front door, with pages compiled as they are asked for.
  const dev = process.argv.includes('--dev')
  if (!dev) takeBuiltConfig(env.BASE_PATH)
  const app = next({ dev, hostname: env.HOST, port: env.PORT })
  await app.prepare()
  const handle = app.getRequestHandler()
  const appHost = env.APP_URL === undefined ? undefined : new URL(env.APP_URL).host

  // The port is taken first, so that a taken one costs nothing; requests wait until all is up.
  const { promise: up, resolve: isUp } = Promise.withResolvers<void>()
  const gateway = await processGateway(connection)
  const server = http.createServer((request, response) => {
    const target = belowBase(request.url, env.BASE_PATH)
    if (isGatewayPath(target)) {
      request.url = target
      gateway.handle(request, response)
      return
    }
    countAnswer(request, response)
    settleForwardedHeaders(request, env.TRUST_PROXY)
    const changes = request.method !== 'GET' && request.method !== 'HEAD' && request.method !== 'OPTIONS'
    if (changes && !isOwnOrigin(request.headers.origin, [request.headers.host, appHost])) {
      response.writeHead(403, { 'content-type': 'application/problem+json' })
      response.end(JSON.stringify({ code: 'foreign_origin', title: 'The request came from another origin.' }))
      return
    }
    up.then(() => handle(request, response)).catch((error: unknown) => {
      log.error({ err: error }, 'request failed')
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  // Longer than callers and proxies keep an idle connection, so that none is closed under a call.
  server.keepAliveTimeout = 75_000
  await listen(server, env.PORT, env.HOST)
  const monitoring = await startMonitoring(env, connection)
  const workers = await startWorkers(connection, { work: env.WORKERS === 'inline' })
  const demo =
    (env.DEMO ?? env.DATABASE_URL === undefined) ? await provideDemo(env.DATA_DIR, startDemoSandbox) : undefined
  isUp()

  const stop = stopWhenTold({
    server,
    workers,
    gateway,
    rest: [() => demo?.close(), () => monitoring?.close(), () => app.close(), close],
  })
  // `npm run up` holds a channel to us: when it is gone, so are we.
  process.on('disconnect', () => stop('parent gone'))

  const code = await setupCode(connection.db)
  process.send?.({ ready: true, url, code })
  log.info({ url, database: connection.driver.kind }, 'ready')
  if (process.send === undefined) announce(url, code)
}

/** What the build made of next.config.ts, so that no start compiles it anew: an unpacked release has no compiler. */
function takeBuiltConfig(basePath: string): void {
  const file = '.next/required-server-files.json'
  if (!fs.existsSync(file)) return
  const { config } = JSON.parse(fs.readFileSync(file, 'utf8')) as { config: { basePath?: string } }
  const { basePath: built = '' } = config
  if (built !== basePath)
    throw new FerryError(
      'base_path_differs',
      500,
      `The pages are built for ${built === '' ? 'no base path' : `the base path ${built}`}, but BASE_PATH is ${basePath === '' ? 'not set' : basePath}.`,
      { next: `Build again with that BASE_PATH, or ${built === '' ? 'leave it out' : `set BASE_PATH=${built}`}.` },
    )
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG ??= JSON.stringify(config)
}

/** Methods that are worth a name; anybody can send others. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

function countAnswer({ method = '' }: http.IncomingMessage, response: http.ServerResponse): void {
  const { requests } = processMetrics()
  response.once('close', () => {
    const status = response.headersSent ? response.statusCode : undefined
    requests.inc({ method: METHODS.has(method) ? method : 'other', status: statusClass(status) })
  })
}

/** Loaded only when the demo is asked for. */
async function startDemoSandbox({ difyPort, mcpPort, stateFile }: DemoPlace): Promise<DemoSandbox> {
  const { startSandbox } = await import('#sandbox/index.ts')
  const sandbox = await startSandbox({ release: '1.14.0', port: difyPort, mcpPort, stateFile })
  return {
    dify: sandbox.dify,
    mcp: { port: sandbox.mcp.port, services: Object.values(sandbox.mcp.services) },
    close: () => sandbox.close(),
  }
}

function announce(url: string, code: string | undefined): void {
  console.log(`MCP Ferry is at ${url}`)
  if (code !== undefined) console.log(`One-time set-up code: ${code}`)
}

function listen(server: http.Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new FerryError('port_taken', 500, `Port ${port} is taken.`, {
              next: `Set PORT to another one, such as ${port + 1}.`,
            })
          : error,
      ),
    )
    server.listen(port, host, resolve)
  })
}

runMain(main)
