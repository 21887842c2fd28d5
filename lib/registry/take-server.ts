import { type Context, conflict, FerryError, invalidInput, parseInput, requirePermission } from '#lib/core/index.ts'
import { createService, type ServiceFacts } from '#lib/services/index.ts'
import { SSE_READ_TIMEOUT_SECONDS, TIMEOUT_SECONDS } from '#lib/services/schema.ts'
import { requireRegistry } from './address.ts'
import { type FieldValues, fillIn } from './fill-in.ts'
import { cachedServer, transportOf } from './get-server.ts'
import { type TakeServerInput, takeServerSchema } from './schema.ts'

const ICON = '🧰'

/**
 * Registers a service from a server of the registry: the remote's URL and headers with the entered values in them, and where it came
 * from. Faults stand at their fields (`values.<key>`, `name`, `identifier`). Refused with `entry_changed` when the registry has another
 * version by now than the one that was looked at.
 */
export async function takeServer(ctx: Context, input: TakeServerInput): Promise<ServiceFacts> {
  requirePermission(ctx, 'services.write')
  const wanted = parseInput(takeServerSchema, input)
  const registry = requireRegistry()
  const server = await cachedServer(ctx.db, registry, wanted.server)
  if (server.version !== wanted.version)
    throw conflict('entry_changed', `${server.name} is at version ${server.version} by now.`, {
      next: 'Close this and look at it again.',
    })
  const remote = server.remotes[wanted.remote]
  if (remote === undefined) throw invalidInput({ remote: 'Choose how it is reached.' })
  const { url, credential } = fillIn(remote, wanted.values)
  const { name, identifier, iconColor } = wanted
  const service = {
    ...{ name, identifier, iconEmoji: ICON, iconColor, description: server.description, url, credential },
    transport: transportOf(remote),
    timeoutSeconds: TIMEOUT_SECONDS.preset,
    sseReadTimeoutSeconds: SSE_READ_TIMEOUT_SECONDS.preset,
  }
  try {
    return await createService(ctx, service, {
      origin: { registry, name: server.name, version: server.version, remote: remote.url },
    })
  } catch (error) {
    throw atItsFields(error, wanted.values)
  }
}

/** What is wrong with the URL that came out is wrong with what was put into it. */
function atItsFields(error: unknown, values: FieldValues): unknown {
  if (!(error instanceof FerryError) || error.fields?.url === undefined) return error
  const { url, ...fields } = error.fields
  const key = Object.keys(values).find((each) => each.startsWith('url.'))
  return key === undefined
    ? invalidInput({ ...fields, form: url }, `The URL of this entry cannot be used. ${url}`)
    : invalidInput({ ...fields, [`values.${key}`]: `The URL that it makes cannot be used. ${url}` })
}
