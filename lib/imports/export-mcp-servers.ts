import { asc, sql } from 'drizzle-orm'
import { services } from '#db/schema/index.ts'
import { type Context, requirePermission, type ServiceCredential } from '#lib/core/index.ts'
import { openServiceCredential } from '#lib/credentials/index.ts'
import { credentialHeader } from './variable-name.ts'

/**
 * Every service as `mcpServers` JSON that clients read, filed by identifier; what only we know stands under `ferry`. Secrets are not
 * in it: a placeholder such as `${WEATHER_TOKEN}` stands for each. Importing it again says *unchanged*.
 */
export async function exportMcpServers(ctx: Context): Promise<string> {
  requirePermission(ctx, 'services.read')
  const rows = await ctx.db.select().from(services).orderBy(sql`lower(${services.name})`, asc(services.id))
  const servers: [string, unknown][] = []
  for (const row of rows) {
    const { name, description, iconEmoji, iconColor, transport, timeoutSeconds, sseReadTimeoutSeconds } = row
    const credential = withoutSecrets(await openServiceCredential(row.credential), row.identifier)
    const { headers, oauthClient } = credential
    servers.push([
      row.identifier,
      {
        type: (row.seenTransport ?? row.transport) === 'sse' ? 'sse' : 'http',
        url: row.url,
        ...(headers !== undefined && { headers }),
        ferry: {
          ...{
            name,
            ...(description !== '' && { description }),
            iconEmoji,
            iconColor,
            transport,
            timeoutSeconds,
            sseReadTimeoutSeconds,
          },
          ...(oauthClient !== undefined && { oauthClient }),
        },
      },
    ])
  }
  return `${JSON.stringify({ mcpFerry: { format: 1 }, mcpServers: Object.fromEntries(servers) }, null, 2)}\n`
}

/** The form of a credential, with placeholders for what is secret in it. */
function withoutSecrets(
  credential: ServiceCredential,
  identifier: string,
): { headers?: Record<string, string>; oauthClient?: object } {
  const variable = credentialHeader(identifier)
  switch (credential.kind) {
    case 'none':
      return {}
    case 'bearer':
      return { headers: { Authorization: `Bearer ${variable('TOKEN')}` } }
    case 'basic':
      return { headers: { Authorization: `Basic ${variable('BASIC')}` } }
    case 'apiKey':
      return { headers: { [credential.header]: variable('KEY') } }
    case 'headers':
      return {
        headers: Object.fromEntries(
          credential.headers.map(({ name }) => [name, variable(name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_'))]),
        ),
      }
    case 'oauthClient': {
      const { kind: _kind, ...client } = credential
      return { oauthClient: { ...client, clientSecret: variable('CLIENT_SECRET') } }
    }
  }
}
