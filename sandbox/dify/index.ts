import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { type AccessEntry, isWriting } from './access-log.ts'
import { seconds } from './clock.ts'
import type { Actor, Context, Installation, Patience } from './context.ts'
import { type Fault, FaultQueue } from './faults.ts'
import { type Answer, type Call, parseCookies } from './http.ts'
import { releaseOf } from './release.ts'
import { answer, routesOf } from './router.ts'
import { DEFAULT_SEED, type Seed } from './seed.ts'
import { type Provider, State } from './state.ts'
import { type Costs, worker } from './worker.ts'

const ADMIN_KEY = 'admin-key-0123456789'

export interface DifyOptions extends Partial<Omit<Installation, 'adminKey'>> {
  /** A version such as `1.14.0`, or a recording's name. */
  readonly release: string
  /** 0, the default, takes a free one. */
  readonly port?: number
  /** `false` switches the admin API key off. */
  readonly adminKey?: string | false
  readonly seed?: Seed
  /** Where the state is kept, so that it survives the process; made when absent. */
  readonly stateFile?: string
  readonly patience?: Partial<Patience>
  readonly costs?: Partial<Costs>
}

export interface Dify {
  readonly url: string
  readonly port: number
  readonly release: string
  /** What it says of itself. */
  readonly version: string
  readonly adminKey: string | undefined
  readonly accounts: readonly { readonly name: string; readonly email: string; readonly password: string }[]
  readonly workspaces: readonly { readonly id: string; readonly name: string }[]
  /** Every request that was answered, oldest first; the last 100,000. */
  readonly log: readonly AccessEntry[]
  /** Those of them that could change a provider, `update` included. */
  writes(): AccessEntry[]
  clearLog(): void
  /** The providers of a workspace, with what no API shows: whole URLs and header values. */
  providers(workspace: string): readonly Provider[]
  /** The workspace that an account is in, by name. */
  currentWorkspace(email: string): string | undefined
  /** Puts an account's column elsewhere, as its owner does in a browser. @throws RangeError when it is no member. */
  switchWorkspace(email: string, workspace: string): void
  /** Makes the next call that fits go wrong, once. */
  fail(fault: Fault): void
  /** Milliseconds that are added to each call; by a function, to the calls of its choice. */
  slowDown(latency: number | ((call: { method: string; path: string }) => number)): void
  close(): Promise<void>
}

/**
 * Starts a Dify of that release on 127.0.0.1.
 * @throws RangeError for an unknown release, the listening error when the port is taken.
 */
export async function startDify(options: DifyOptions): Promise<Dify> {
  const release = releaseOf(options.release)
  const state = new State(options.seed ?? DEFAULT_SEED, options.stateFile)
  const adminKey = options.adminKey === false ? undefined : (options.adminKey ?? ADMIN_KEY)
  const context: Context = {
    release,
    traits: release.traits,
    state,
    installation: {
      adminKey,
      setup: options.setup ?? 'finished',
      passwordLogin: options.passwordLogin ?? true,
      ssoEnforced: options.ssoEnforced ?? false,
      accessTokenSeconds: options.accessTokenSeconds ?? 3600,
    },
    patience: { pollMs: 1000, hangMs: 120_000, ...options.patience },
    startedAt: new Date(),
    work: worker(options.costs ?? {}),
  }
  const log: AccessEntry[] = []
  const faults = new FaultQueue()
  const routes = routesOf(context)
  let latency: (call: { method: string; path: string }) => number = () => 0

  const server = http.createServer(async (request, response) => {
    const began = performance.now()
    const call = await read(request)
    if (!call) return
    if (call.path === '/__log') return serveLog(call, log, response)
    const wait = latency(call)
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    const fault = faults.next(call)
    if (fault?.kind === 'reset before') return request.socket.destroy()
    let actor: Actor | undefined
    const given = await answer(context, routes, call, (seen) => {
      actor = seen
    })
    if (log.length >= LOG_LIMIT) log.shift()
    log.push({
      method: call.method,
      path: call.path,
      status: given.status,
      workspace: actor?.workspace.name,
      account: actor?.by === 'account' ? actor.account.email : actor?.by,
      ms: Math.round(performance.now() - began),
    })
    if (fault?.kind === 'reset after') return request.socket.destroy()
    write(response, fault?.kind === 'bad gateway after' ? BAD_GATEWAY : given, release.version)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const workspaceId = (name: string) => state.workspaces.find((one) => one.name === name || one.id === name)?.id ?? ''

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    release: release.name,
    version: release.version,
    adminKey,
    accounts: state.accounts.map(({ name, email, password }) => ({ name, email, password })),
    workspaces: state.workspaces.map(({ id, name }) => ({ id, name })),
    log,
    writes: () => log.filter(isWriting),
    clearLog: () => void log.splice(0),
    providers: (workspace) => state.providersOf(workspaceId(workspace)),
    currentWorkspace(email) {
      const account = state.accounts.find((one) => one.email === email)
      return state.workspaces.find(({ id }) => id === account?.currentWorkspaceId)?.name
    },
    switchWorkspace(email, workspace) {
      const account = state.accounts.find((one) => one.email === email)
      const membership = state.memberships.find(
        (one) => one.accountId === account?.id && one.workspaceId === workspaceId(workspace),
      )
      if (!account || !membership) throw new RangeError(`${email} is no member of ${workspace}.`)
      account.currentWorkspaceId = membership.workspaceId
      membership.lastOpenedAt = seconds()
      state.save()
    },
    fail: (fault) => faults.add(fault),
    slowDown(by) {
      latency = typeof by === 'number' ? () => by : by
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const LOG_LIMIT = 100_000
const BAD_GATEWAY: Answer = { status: 502, body: { html: '<html><title>502 Bad Gateway</title></html>\n' } }

async function read(request: http.IncomingMessage): Promise<Call | undefined> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of request) chunks.push(chunk)
  } catch {
    return undefined
  }
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://sandbox')
  return {
    method: request.method ?? 'GET',
    path: pathname,
    query: searchParams,
    headers: request.headers,
    cookies: parseCookies(request.headers.cookie),
    body: Buffer.concat(chunks).toString(),
  }
}

function write(response: http.ServerResponse, { status, body, headers }: Answer, version: string): void {
  const [type, text] =
    'json' in body ? ['application/json', `${JSON.stringify(body.json)}\n`] : ['text/html; charset=utf-8', body.html]
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value)
  response.writeHead(status, { 'content-type': type, 'x-version': version, 'content-length': Buffer.byteLength(text) })
  response.end(text)
}

/** `GET /__log` shows the access log as JSON, `DELETE /__log` empties it. */
function serveLog({ method }: Call, log: AccessEntry[], response: http.ServerResponse): void {
  if (method === 'DELETE') log.splice(0)
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(log))
}
