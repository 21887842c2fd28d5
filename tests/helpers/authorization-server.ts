import { randomBytes } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ServiceCredential } from '#lib/core/index.ts'

export interface AuthorizationServer {
  tokenUrl: string
  /** What it was asked, in order: the form's fields, without the secret. */
  asked: Record<string, string>[]
  /** Seconds that the next tokens live; `expires_in` says so. */
  lifeSeconds: number
  /** The reason of its next refusals; null to give tokens. */
  refusing: { status: number; body: string } | null
  /** Whether a token was given out and has not ended. */
  knows(token: string): boolean
  /** Ends every token before its time. */
  forget(): void
  client(change?: Partial<Extract<ServiceCredential, { kind: 'oauthClient' }>>): ServiceCredential
  close(): Promise<void>
}

const CLIENT_ID = 'ferry'
export const CLIENT_SECRET = 'client-secret-canary-5d21c9'

/** An authorization server for the client credentials grant, over real HTTP, that checks the client as RFC 6749 §2.3.1 says. */
export async function startAuthorizationServer(lifeSeconds: number): Promise<AuthorizationServer> {
  const living = new Map<string, number>()
  const asked: Record<string, string>[] = []
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { client_secret: inBody, ...form } = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()))
    asked.push(form)
    const [id, secret] = basicPair(request.headers.authorization) ?? [form.client_id, inBody]
    const known = id === CLIENT_ID && secret === CLIENT_SECRET
    const answer = (status: number, body: string) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(body)
    if (self.refusing !== null) answer(self.refusing.status, self.refusing.body)
    else if (!known) answer(400, JSON.stringify({ error: 'invalid_client', error_description: 'who are you?' }))
    else {
      const token = randomBytes(24).toString('base64url')
      living.set(token, Date.now() + self.lifeSeconds * 1000)
      answer(200, JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: self.lifeSeconds }))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const self: AuthorizationServer = {
    tokenUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
    asked,
    lifeSeconds,
    refusing: null,
    knows: (token) => (living.get(token) ?? 0) > Date.now(),
    forget: () => living.clear(),
    client: (change = {}) => ({
      ...{ kind: 'oauthClient', tokenUrl: self.tokenUrl, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET },
      ...{ scope: 'tools', resource: '', sendResource: true, secretIn: 'basic' },
      ...change,
    }),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return self
}

/** Both are form-encoded before they are joined. */
function basicPair(header: string | undefined): string[] | undefined {
  if (header?.startsWith('Basic ') !== true) return undefined
  const pair = Buffer.from(header.slice('Basic '.length), 'base64').toString().split(':')
  return pair.map((part) => decodeURIComponent(part.replaceAll('+', ' ')))
}
