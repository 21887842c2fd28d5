import type { Found } from '../found.ts'
import { objectOf, textOf } from '../parse/parsed.ts'
import type { Format } from './format.ts'
import { at, readServers } from './server.ts'

/** Our own export: the shared frame, with what only we know under `ferry`. */
export const ferry: Format = {
  label: 'MCP Ferry',
  detect: ({ value }) =>
    objectOf(objectOf(value)?.mcpFerry) !== undefined && objectOf(objectOf(value)?.mcpServers) !== undefined,
  read: (parsed) => {
    const names = Object.keys(objectOf(objectOf(parsed.value)?.mcpServers) ?? {})
    return readServers(parsed, ['mcpServers']).map((found, index) => {
      const key = names[index] ?? ''
      const own = objectOf(at(parsed.value, ['mcpServers', key, 'ferry'])) ?? {}
      const name = textOf(own.name)
      return {
        ...found,
        identifier: key,
        ...(name !== undefined && { name, named: true }),
        ...(typeof own.description === 'string' && { description: own.description }),
        ...(isTransport(own.transport) && { transport: own.transport }),
        ...textField(own, 'iconEmoji'),
        ...textField(own, 'iconColor'),
        ...numberField(own, 'timeoutSeconds'),
        ...numberField(own, 'sseReadTimeoutSeconds'),
        ...(objectOf(own.oauthClient) !== undefined && {
          oauthClient: objectOf(own.oauthClient) as Record<string, unknown>,
        }),
      }
    })
  },
}

function isTransport(value: unknown): value is NonNullable<Found['transport']> {
  return value === 'auto' || value === 'streamable_http' || value === 'sse'
}

function textField(own: Record<string, unknown>, key: 'iconEmoji' | 'iconColor'): Partial<Found> {
  const value = textOf(own[key])
  return value === undefined ? {} : { [key]: value }
}

function numberField(own: Record<string, unknown>, key: 'timeoutSeconds' | 'sseReadTimeoutSeconds'): Partial<Found> {
  const value = own[key]
  return typeof value === 'number' ? { [key]: value } : {}
}
