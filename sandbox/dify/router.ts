import { actorOf, requireAdminKey } from './actor.ts'
import type { Actor, Context } from './context.ts'
import { type Answer, type Call, Crash, Refusal, refusal, ValueProblem } from './http.ts'
import { login, logout, refresh } from './routes/login.ts'
import { toolsPage } from './routes/page.ts'
import {
  authProvider,
  changeProvider,
  createProvider,
  deleteProvider,
  listProviders,
  listTools,
  showProvider,
  updateTools,
} from './routes/providers.ts'
import { health, ping, setup, systemFeatures } from './routes/system.ts'
import { allWorkspaces, currentWorkspace, listWorkspaces, profile, switchWorkspace } from './routes/workspaces.ts'

type Open = (context: Context, call: Call) => Answer
type Signed = (context: Context, actor: Actor, call: Call, id: string) => Answer | Promise<Answer>
type Route = { readonly method: string; readonly path: RegExp } & (
  | { readonly open: Open; readonly beforeSetup?: true }
  | { readonly signed: Signed }
)

/** Who was seen to make a call, for the access log. */
export type Seen = (actor: Actor) => void

const NOT_FOUND = `<!doctype html>
<html lang=en>
<title>404 Not Found</title>
<h1>Not Found</h1>
<p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>
`

/** What this Dify answers to a call. Never throws: whatever happens within becomes an answer. */
export async function answer(context: Context, routes: readonly Route[], call: Call, seen: Seen): Promise<Answer> {
  try {
    return await dispatch(context, routes, call, seen)
  } catch (error) {
    const { fullErrors } = context.traits
    if (error instanceof Refusal) {
      const isPlain401 = error.answer.status === 401 && 'json' in error.answer.body && hasCode(error.answer.body.json)
      return isPlain401 && fullErrors
        ? { ...error.answer, headers: { 'www-authenticate': 'Bearer realm="api"' } }
        : error.answer
    }
    if (error instanceof ValueProblem) return refusal(400, 'invalid_param', error.message).answer
    if (!(error instanceof Crash)) console.error(error)
    const body = { message: 'Internal Server Error', code: 'unknown', ...(fullErrors && { status: 500 }) }
    return new Refusal(500, body).answer
  }
}

/** The paths that this release serves. */
export function routesOf({ traits }: Context): Route[] {
  const current = traits.currentWorkspaceBy
  return [
    { method: 'GET', path: /^\/health$/, open: health, beforeSetup: true },
    { method: 'GET', path: /^\/tools$/, open: toolsPage },
    { ...api('GET', 'ping'), open: ping, beforeSetup: true },
    { ...api('GET', 'setup'), open: setup, beforeSetup: true },
    { ...api('GET', 'system-features'), open: systemFeatures, beforeSetup: true },
    { ...api('POST', 'login'), open: login },
    { ...api('POST', 'refresh-token'), open: refresh },
    { ...api(traits.sessionIn === 'cookies' ? 'POST' : 'GET', 'logout'), signed: logout },
    { ...api('GET', 'account/profile'), signed: profile },
    { ...api('GET', 'workspaces'), signed: listWorkspaces },
    { ...api('GET', 'all-workspaces'), open: byKey },
    { ...api('POST', 'workspaces/switch'), signed: switchWorkspace },
    ...(current ? [{ ...api(current, 'workspaces/current'), signed: currentWorkspace }] : []),
    { ...api('GET', 'workspaces/current/tool-providers'), signed: listProviders },
    ...(traits.mcpProviders ? mcpRoutes() : []),
  ]
}

function mcpRoutes(): Route[] {
  const provider = 'workspaces/current/tool-provider/mcp'
  return [
    { ...api('GET', 'workspaces/current/tools/mcp'), signed: listTools },
    { ...api('POST', provider), signed: createProvider },
    { ...api('PUT', provider), signed: changeProvider },
    { ...api('DELETE', provider), signed: deleteProvider },
    { ...api('POST', `${provider}/auth`), signed: authProvider },
    { ...api('GET', `${provider}/tools/(.+)`), signed: showProvider },
    { ...api('GET', `${provider}/update/(.+)`), signed: updateTools },
  ]
}

async function dispatch(context: Context, routes: readonly Route[], call: Call, seen: Seen): Promise<Answer> {
  const here = routes.filter(({ path }) => path.test(call.path))
  const route = here.find(({ method }) => method === call.method)
  if (here.length === 0) return { status: 404, body: { html: NOT_FOUND } }
  if (!route) throw refusal(405, 'method_not_allowed', 'The method is not allowed for the requested URL.')
  if (context.installation.setup === 'not_started' && !('beforeSetup' in route)) {
    const message =
      'Dify has not been initialized and installed yet. Please proceed with the initialization and installation process first.'
    throw refusal(401, 'not_setup', message)
  }
  if ('open' in route) return route.open(context, call)
  const actor = actorOf(context, call)
  seen(actor)
  return route.signed(context, actor, call, decodeURIComponent(route.path.exec(call.path)?.[1] ?? ''))
}

function api(method: string, path: string): { method: string; path: RegExp } {
  return { method, path: new RegExp(`^/console/api/${path}$`) }
}

function byKey(context: Context, call: Call): Answer {
  requireAdminKey(context, call)
  return allWorkspaces(context, call)
}

function hasCode(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'code' in json
}
