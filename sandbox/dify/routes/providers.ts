import { randomUUID } from 'node:crypto'
import { uuid } from '../actor.ts'
import { type BodyModel, readBody, readQuery } from '../bodies.ts'
import { seconds } from '../clock.ts'
import { authorise, readTools, targetOf, tryChangedUrl, tryNew } from '../connections.ts'
import type { Actor, Context } from '../context.ts'
import { type Answer, type Call, ok, ValueProblem } from '../http.ts'
import { HIDDEN, type ProviderInput, readProvider, requireColumns, requireUrl } from '../provider-input.ts'
import type { Provider } from '../state.ts'
import { detail, listed, mask, updated } from '../views.ts'

export async function listProviders(context: Context, { workspace }: Actor, call: Call): Promise<Answer> {
  const type = call.query.get('type')
  const providers = type === null || type === 'mcp' ? context.state.providersOf(workspace.id) : []
  await context.work('list', providers.length)
  return ok(providers.map((provider) => listed(context, provider, 'tool-providers')))
}

export async function listTools(context: Context, { workspace }: Actor): Promise<Answer> {
  const providers = context.state.providersOf(workspace.id)
  await context.work('list', providers.length / 2)
  return ok(providers.map((provider) => listed(context, provider, 'tools/mcp')))
}

export function showProvider(context: Context, actor: Actor, _call: Call, id: string): Answer {
  return ok(detail(context, find(context, actor, id)))
}

export async function createProvider(context: Context, actor: Actor, call: Call): Promise<Answer> {
  const { state, traits } = context
  const [input] = readProvider(context, call, 'Create')
  requireUrl(input.url)
  requireFree(context, actor, input)
  requireColumns(context, input)
  const provider: Provider = {
    id: randomUUID(),
    workspaceId: actor.workspace.id,
    author: actor.account.name,
    ...input,
    authorised: false,
    tools: [],
    updatedAt: seconds(),
  }
  state.addProvider(provider)
  await context.work('create', 1)
  if (traits.createConnects) {
    const found = await tryNew(context, targetOf(context, provider, call))
    if (found) Object.assign(provider, found)
    state.save()
  }
  return ok(detail(context, provider))
}

export async function changeProvider(context: Context, actor: Actor, call: Call): Promise<Answer> {
  const { state, traits } = context
  const [input, { provider_id }] = readProvider(context, call, 'Update')
  const provider = find(context, actor, String(provider_id))
  const url = input.url.includes(HIDDEN) ? provider.url : input.url
  const moves = url !== provider.url
  if (moves) requireUrl(url)
  const found = moves ? await tryChangedUrl(context, provider, url, call) : undefined
  requireFree(context, actor, { ...input, url }, provider)
  requireColumns(context, input)
  const { timeout, sseReadTimeout, ...rest } = input
  Object.assign(provider, rest, found, { url, headers: merged(provider, input), updatedAt: seconds() })
  if (traits.timeoutsIn !== 'nowhere') Object.assign(provider, { timeout, sseReadTimeout })
  state.save()
  return ok({ result: 'success' })
}

export function deleteProvider(context: Context, actor: Actor, call: Call): Answer {
  const { traits, state } = context
  const model = byId('MCPProviderDeletePayload')
  const { provider_id } =
    traits.deleteReads === 'query'
      ? readQuery(call, model, traits.pydantic)
      : readBody(call, model, traits.providerBodies, traits.pydantic)
  state.removeProvider(find(context, actor, String(provider_id)).id)
  return ok({ result: 'success' })
}

export async function authProvider(context: Context, actor: Actor, call: Call): Promise<Answer> {
  const { traits, state } = context
  const { provider_id } = readBody(call, byId('MCPAuthPayload'), traits.providerBodies, traits.pydantic)
  const provider = find(context, actor, String(provider_id))
  await authorise(context, provider, call, () => {
    Object.assign(provider, { authorised: false, tools: [], updatedAt: seconds() })
    state.save()
  })
  Object.assign(provider, { authorised: true, updatedAt: seconds() })
  state.save()
  return ok({ result: 'success', ...(traits.authAnswerHasUrl && { authorization_url: null }) })
}

/** A GET that writes: it reads the tools anew and stores them. */
export async function updateTools(context: Context, actor: Actor, call: Call, id: string): Promise<Answer> {
  const provider = find(context, actor, id)
  await context.work('update', 1)
  const tools = await readTools(context, provider, call)
  Object.assign(provider, { tools, authorised: true, updatedAt: seconds() })
  context.state.save()
  return ok(updated(context, provider))
}

/** @throws Crash when the id is no UUID, ValueProblem when the workspace has no such provider. */
function find({ state }: Context, { workspace }: Actor, id: string): Provider {
  const found = state.providers.find((one) => one.id === uuid(id).toLowerCase() && one.workspaceId === workspace.id)
  if (!found) throw new ValueProblem('MCP tool not found')
  return found
}

/** Name, URL and identifier are each unique in a workspace. @throws ValueProblem naming what is taken. */
function requireFree({ state, traits }: Context, { workspace }: Actor, input: ProviderInput, self?: Provider): void {
  const others = state.providersOf(workspace.id).filter((one) => one.id !== self?.id)
  const taken = (what: string) => new ValueProblem(`MCP tool ${what} already exists`)
  if (others.some(({ name }) => name === input.name)) throw taken(input.name)
  if (others.some(({ url }) => url === input.url)) {
    throw taken(traits.duplicateUrlIsNamed || self ? input.url : 'with this server URL')
  }
  if (others.some(({ identifier }) => identifier === input.identifier)) throw taken(input.identifier)
}

/** The headers of an update: a value equal to the mask of the stored one keeps that; one left out is gone. */
function merged({ headers: stored }: Provider, { headers }: ProviderInput): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      const held = stored[name]
      return [name, held !== undefined && value === mask(held) ? held : value]
    }),
  )
}

function byId(name: string): BodyModel {
  return { name, fields: [{ name: 'provider_id', required: true, kind: 'text' }] }
}
