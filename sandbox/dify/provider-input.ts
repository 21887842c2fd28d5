import { isObject, type JsonObject } from '../json.ts'
import { type BodyModel, type Field, readBody } from './bodies.ts'
import type { Context } from './context.ts'
import { type Call, Crash, ValueProblem } from './http.ts'
import type { Provider } from './state.ts'

/** What a create or an update asks for, as the release understands it. */
export type ProviderInput = Pick<
  Provider,
  'name' | 'identifier' | 'url' | 'icon' | 'headers' | 'timeout' | 'sseReadTimeout'
>

const NAME_LIMIT = 40
const TIMEOUT = 30
const SSE_READ_TIMEOUT = 300
/** Stands in an update for «the URL that is stored». */
export const HIDDEN = '[__HIDDEN__]'

/**
 * The body of a create or an update.
 * @throws Refusal when it does not fit; Crash for a header value that is no text, where the release fails on it.
 */
export function readProvider({ traits }: Context, call: Call, model: 'Create' | 'Update'): [ProviderInput, JsonObject] {
  const headers: Field = { name: 'headers', required: false, kind: traits.headerValuesMustBeText ? 'texts' : 'object' }
  const texts = [
    'server_url',
    'name',
    'icon',
    'icon_type',
    'server_identifier',
    ...(model === 'Update' ? ['provider_id'] : []),
  ]
  const body: BodyModel = {
    name: `MCPProvider${model}Payload`,
    fields: [
      ...texts.map((name): Field => ({ name, required: true, kind: 'text' })),
      headers,
      { name: 'configuration', required: false, kind: 'object' },
    ],
  }
  const data = readBody(call, body, traits.providerBodies, traits.pydantic)
  const within = traits.timeoutsIn === 'configuration' && isObject(data.configuration) ? data.configuration : data
  const timeouts = traits.timeoutsIn === 'configuration' && within === data ? {} : within
  const icon = String(data.icon)
  const input: ProviderInput = {
    name: String(data.name),
    identifier: String(data.server_identifier),
    url: String(data.server_url),
    icon: data.icon_type === 'emoji' ? { content: icon, background: String(data.icon_background ?? '') } : icon,
    headers: traits.customHeaders ? headersIn(data) : {},
    timeout: number(timeouts.timeout, TIMEOUT),
    sseReadTimeout: number(timeouts.sse_read_timeout, SSE_READ_TIMEOUT),
  }
  return [input, data]
}

/** @throws ValueProblem when it is no address of the web. */
export function requireUrl(url: string): void {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new ValueProblem('Server URL is not valid.')
  }
}

/** @throws Crash for what the columns of the release's database cannot hold. */
export function requireColumns({ traits }: Context, { name, identifier }: ProviderInput): void {
  if ([...name].length > NAME_LIMIT) throw new Crash('the name does not fit its column')
  if ([...identifier].length > traits.identifierLimit) throw new Crash('the identifier does not fit its column')
}

function headersIn({ headers }: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(isObject(headers) ? headers : {}).map(([name, value]) => {
      if (typeof value !== 'string') throw new Crash('a header value that is no text cannot be encrypted')
      return [name, value]
    }),
  )
}

function number(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise
}
