import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { DatabaseConnection } from '#db/client.ts'
import { services } from '#db/schema/index.ts'
import type { Credential } from '#lib/core/index.ts'
import { seal } from '#lib/core/index.ts'
import { createGateway, type Gateway, type GatewayOptions } from '#lib/gateway/index.ts'
import type { Era } from '#lib/mcp/index.ts'
import { issueToken } from '#lib/tokens/index.ts'
import type { TokenOptions } from '#lib/tokens/schema.ts'
import './environment.ts'

/** A service as a check has left it; what is not given is as for one that answers well. */
export interface TestService {
  url: string
  identifier?: string
  transport?: 'streamable_http' | 'sse'
  eras?: Era[]
  protocolVersion?: string
  credential?: Credential
  timeoutSeconds?: number
  sseReadTimeoutSeconds?: number
}

/** A gateway on a port of its own, before a database. */
export interface TestGateway {
  readonly gateway: Gateway
  /** `http://127.0.0.1:port` */
  readonly origin: string
  /** Registers a service and gives its id and where the gateway serves it. */
  addService(service: TestService): Promise<{ id: string; identifier: string; url: string; sseUrl: string }>
  /** A token for a service; without options it opens all of it. */
  addToken(
    serviceId: string,
    options?: Partial<TokenOptions> & { expiresAt?: Date; namespaceId?: string },
  ): Promise<{ id: string; token: string }>
  /** Both at once: where to call, and with which token. */
  open(service: TestService, options?: Partial<TokenOptions>): Promise<{ url: string; sseUrl: string; token: string }>
  close(): Promise<void>
}

let counted = 0

/** Starts a gateway; `port` 0 takes a free one. */
export async function startGateway(
  connection: DatabaseConnection,
  { port = 0, ...options }: Omit<GatewayOptions, 'connection'> & { port?: number } = {},
): Promise<TestGateway> {
  const gateway = await createGateway({ connection, ...options })
  const server = http.createServer((request, response) => gateway.handle(request, response))
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { db } = connection

  const addService: TestGateway['addService'] = async ({ url, credential, transport, ...given }) => {
    const identifier = given.identifier ?? `service-${++counted}`
    const [row] = await db
      .insert(services)
      .values({
        name: identifier,
        iconEmoji: '🧪',
        iconColor: '#dddddd',
        url,
        status: 'normal',
        seenTransport: transport ?? 'streamable_http',
        eras: ['legacy'],
        ...given,
        identifier,
        ...(credential !== undefined && {
          credentialKind: credential.kind,
          credential: await seal(JSON.stringify(credential), 'service.credential'),
        }),
      })
      .returning({ id: services.id })
    if (row === undefined) throw new Error('no service row')
    const base = `${origin}/mcp/${identifier}`
    return { id: row.id, identifier, url: `${base}/mcp`, sseUrl: `${base}/sse` }
  }

  const addToken: TestGateway['addToken'] = async (serviceId, { expiresAt, namespaceId, ...given } = {}) =>
    issueToken(db, {
      serviceId,
      namespaceId: namespaceId ?? null,
      purpose: 'manual',
      name: 'test',
      options: { allowedTools: null, toolPrefix: null, callsPerMinute: null, ...given },
      createdBy: 'test',
      ...(expiresAt !== undefined && { expiresAt }),
    })

  return {
    gateway,
    origin,
    addService,
    addToken,
    async open(service, options = {}) {
      const { id, url, sseUrl } = await addService(service)
      const { token } = await addToken(id, options)
      return { url, sseUrl, token }
    },
    async close() {
      await gateway.close(0)
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
