import type { JsonObject } from '../json.ts'
import type { Context } from './context.ts'
import { dumpsAscii } from './python.ts'
import type { Traits } from './release.ts'
import type { Provider } from './state.ts'
import { toolEntities, translated, withoutEmptySchemas } from './tool-entities.ts'

/**
 * A header value as Dify shows it: the first two and last two characters and the length of a long one, nothing of a
 * short one.
 */
export function mask(value: string): string {
  const letters = [...value]
  if (letters.length <= 6) return '*'.repeat(letters.length)
  return letters.slice(0, 2).join('') + '*'.repeat(letters.length - 4) + letters.slice(-2).join('')
}

/** The provider as create, detail and (since 1.10) update answer it. */
export function detail({ traits }: Context, provider: Provider): JsonObject {
  const none = traits.emptyIsNull ? null : {}
  const common = {
    ...heading(traits, provider),
    ...(traits.sparseAnswers ? { team_credentials: {} } : { masked_credentials: none, original_credentials: none }),
    ...standing(provider, toolEntities(traits, provider, provider.tools)),
  }
  if (traits.sparseAnswers) return { ...common, ...sparseRest(traits, provider) }
  return {
    ...common,
    server_identifier: provider.identifier,
    ...(traits.timeoutsIn === 'top' && { timeout: provider.timeout, sse_read_timeout: provider.sseReadTimeout }),
    ...(traits.customHeaders && {
      masked_headers: masked(provider),
      original_headers: traits.showsHeaderValues ? provider.headers : null,
    }),
    ...(traits.timeoutsIn === 'configuration' && {
      authentication: null,
      is_dynamic_registration: true,
      configuration: configuration(provider),
    }),
    ...(traits.workflowAppId && { workflow_app_id: null }),
    ...(traits.identityMode && { identity_mode: 'off' }),
  }
}

/** The provider as `update` answers it: the release's detail since 1.10, a thin one with defaults before. */
export function updated(context: Context, provider: Provider): JsonObject {
  const { traits } = context
  if (traits.updateNeedsAuthorisation) {
    return { ...detail(context, provider), plugin_unique_identifier: provider.identifier }
  }
  const { icon } = provider
  return {
    ...detail(context, provider),
    icon: typeof icon === 'string' ? icon : dumpsAscii({ content: icon.content, background: icon.background }),
    is_team_authorization: false,
    plugin_unique_identifier: provider.identifier,
    server_identifier: '',
    ...(traits.customHeaders && {
      timeout: 30,
      sse_read_timeout: 300,
      masked_headers: null,
      original_headers: null,
    }),
  }
}

/** The provider in a list: by its UUID in `tool-providers`, by its server identifier in `tools/mcp`. */
export function listed({ traits }: Context, provider: Provider, list: 'tool-providers' | 'tools/mcp'): JsonObject {
  const shown: Provider =
    list === 'tool-providers' || traits.toolsListShowsHeaders ? provider : { ...provider, headers: {} }
  const id = list === 'tool-providers' ? provider.id : provider.identifier
  const tools = toolEntities(traits, provider, provider.tools)
  const common = {
    ...heading(traits, shown),
    id,
    team_credentials: traits.emptyIsNull ? null : {},
  }
  if (traits.sparseAnswers) return { ...common, ...standing(shown, tools), ...sparseRest(traits, shown) }
  const headers = masked(shown)
  const filled = (name: string, value: JsonObject | number | string): JsonObject =>
    (typeof value === 'object' ? Object.keys(value).length > 0 : value) ? { [name]: value } : {}
  return {
    ...common,
    ...standing(shown, tools.map(withoutEmptySchemas)),
    ...filled('server_identifier', shown.identifier),
    ...(traits.timeoutsIn === 'top' && {
      ...filled('timeout', shown.timeout),
      ...filled('sse_read_timeout', shown.sseReadTimeout),
    }),
    ...(traits.timeoutsIn === 'configuration' && {
      configuration: configuration(shown),
      is_dynamic_registration: true,
    }),
    ...(traits.customHeaders && filled('masked_headers', headers)),
    ...(traits.showsHeaderValues && filled('original_headers', shown.headers)),
    ...(traits.identityMode && { identity_mode: 'off' }),
  }
}

function heading(traits: Traits, { id, author, name, icon }: Provider): JsonObject {
  return {
    id,
    author,
    name,
    description: translated(''),
    icon: typeof icon === 'string' ? icon : { content: icon.content, background: icon.background },
    icon_dark: traits.emptyIsNull ? null : '',
    label: translated(name),
    type: 'mcp',
  }
}

function standing(provider: Provider, tools: readonly JsonObject[]): JsonObject {
  return {
    is_team_authorization: provider.authorised,
    allow_delete: true,
    plugin_id: '',
    plugin_unique_identifier: '',
    tools,
    labels: [],
    server_url: maskedUrl(provider.url),
    updated_at: provider.updatedAt,
  }
}

function sparseRest(traits: Traits, provider: Provider): JsonObject {
  const headers = masked(provider)
  return {
    ...(provider.identifier !== '' && { server_identifier: provider.identifier }),
    ...(Object.keys(headers).length > 0 && { masked_headers: headers }),
    is_dynamic_registration: true,
    configuration: configuration(provider),
    ...(traits.identityMode && { identity_mode: 'off' }),
  }
}

function configuration({ timeout, sseReadTimeout }: Provider): JsonObject {
  return { timeout, sse_read_timeout: sseReadTimeout }
}

function masked({ headers }: Provider): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, mask(value)]))
}

function maskedUrl(url: string): string {
  const { protocol, host, pathname } = new URL(url)
  return pathname === '/' ? `${protocol}//${host}` : `${protocol}//${host}/******`
}
