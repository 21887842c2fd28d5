import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Dify, type McpServers, startDify, startMcpServers } from '#sandbox/index.ts'
import { byKey, create, detail, signIn, toolNames, update } from './console.ts'

/** What begins with a release, seen from outside: the answer of the release before it, and its own. */
interface Beginning {
  readonly what: string
  readonly before: string
  readonly since: string
  readonly look: (dify: Dify) => Promise<unknown>
  readonly was: unknown
  readonly is: unknown
}

let mcp: McpServers
beforeAll(async () => {
  mcp = await startMcpServers()
})
afterAll(() => mcp.close())

const LONG = 'i'.repeat(64)
const INVALID = { email: 'admin@example.com' }

const BEGINNINGS: readonly Beginning[] = [
  {
    what: 'MCP providers',
    before: '1.5.1',
    since: '1.6.0',
    look: async (dify) => (await create(await signIn(dify), 'a', mcp.services.weather.url)).status,
    was: 404,
    is: 200,
  },
  {
    what: 'identifiers of 64 characters',
    before: '1.6.9',
    since: '1.7.0',
    look: async (dify) =>
      (await create(await signIn(dify), 'a', mcp.services.weather.url, { server_identifier: LONG })).status,
    was: 500,
    is: 200,
  },
  {
    what: 'a wrong password is authentication_failed',
    before: '1.7.2',
    since: '1.8.0',
    look: (dify) => login(dify, { ...INVALID, password: 'wrong' }),
    was: [400, 'email_or_password_mismatch'],
    is: [401, 'authentication_failed'],
  },
  {
    what: 'an unknown address is authentication_failed',
    before: '1.8.9',
    since: '1.9.0',
    look: (dify) => login(dify, { email: 'nobody@example.com', password: 'wrong' }),
    was: [400, 'account_not_found'],
    is: [401, 'authentication_failed'],
  },
  {
    what: 'custom headers',
    before: '1.8.1',
    since: '1.9.0',
    look: async (dify) => {
      const { url } = mcp.services.ledger
      return (await create(await signIn(dify), 'a', url, { headers: { 'X-Key': 'a-long-value' } })).body.masked_headers
    },
    was: undefined,
    is: { 'X-Key': 'a-********ue' },
  },
  {
    what: 'the session is in cookies',
    before: '1.9.1',
    since: '1.9.2',
    look: async (dify) => {
      const answer = await post(dify, 'login', { email: 'admin@example.com', password: 'Passw0rd123' })
      return answer.headers.getSetCookie().length
    },
    was: 0,
    is: 3,
  },
  {
    what: 'the admin key is refused',
    before: '1.9.1',
    since: '1.9.2',
    look: keyStatus,
    was: 200,
    is: 401,
  },
  {
    what: 'timeouts in configuration',
    before: '1.9.2',
    since: '1.10.0',
    look: async (dify) => {
      const { body } = await create(await signIn(dify), 'a', mcp.services.weather.url)
      return [body.timeout, body.configuration]
    },
    was: [5, undefined],
    is: [undefined, { timeout: 5, sse_read_timeout: 5 }],
  },
  {
    what: 'the admin key works again',
    before: '1.10.1',
    since: '1.11.0',
    look: keyStatus,
    was: 401,
    is: 200,
  },
  {
    what: 'passwords in base64',
    before: '1.11.1',
    since: '1.11.2',
    look: (dify) => login(dify, { email: 'admin@example.com', password: 'Passw0rd123' }),
    was: [200, undefined],
    is: [401, 'authentication_failed'],
  },
  {
    what: 'create connects',
    before: '1.11.2',
    since: '1.11.3',
    look: async (dify) => toolNames(await create(await signIn(dify), 'a', mcp.services.weather.url)).length,
    was: 0,
    is: 3,
  },
  {
    what: 'bodies are validated in the words of pydantic',
    before: '1.11.4',
    since: '1.12.0',
    look: async (dify) => {
      const { body } = await (await signIn(dify)).call('POST', 'workspaces/current/tool-provider/mcp/auth', {})
      return body.code ?? body.errors
    },
    was: { provider_id: 'Missing required parameter in the JSON body' },
    is: 'invalid_param',
  },
  {
    what: 'identity_mode',
    before: '1.14.9',
    since: '1.15.0',
    look: async (dify) => (await create(await signIn(dify), 'a', mcp.services.weather.url)).body.identity_mode,
    was: undefined,
    is: 'off',
  },
  {
    what: 'answers leave out what is empty',
    before: '1.15.0',
    since: '1.16.0',
    look: async (dify) => 'masked_headers' in (await create(await signIn(dify), 'a', mcp.services.weather.url)).body,
    was: true,
    is: false,
  },
  {
    what: 'a number as a header value is refused, not a crash',
    before: '1.15.0',
    since: '1.16.0',
    look: async (dify) =>
      (await create(await signIn(dify), 'a', mcp.services.weather.url, { headers: { 'X-N': 5 } })).status,
    was: 500,
    is: 400,
  },
  {
    what: 'DELETE reads the query only',
    before: '1.16.1',
    since: '1.17.0',
    look: async (dify) => {
      const console = await signIn(dify)
      const { body } = await create(console, 'a', mcp.services.weather.url)
      return (await console.call('DELETE', 'workspaces/current/tool-provider/mcp', { provider_id: body.id ?? '' }))
        .status
    },
    was: 200,
    is: 422,
  },
]

describe('what begins with a release', () => {
  test.each(BEGINNINGS)('$since: $what', async ({ before, since, look, was, is }) => {
    const seen = await Promise.all([before, since].map((release) => withDify(release, look)))
    expect(seen).toEqual([was, is])
  })
})

describe.each([
  '1.6.0',
  '1.7.2',
  '1.9.1',
  '1.10.0',
  '1.12.1',
  '1.13.0',
  '1.15.0',
  '1.17.0',
  '1.17.1',
  'main-2026-08-17',
])('%s', (release) => {
  test('DELETE with the id in query and body removes a provider', () =>
    withDify(release, async (dify) => {
      const console = await signIn(dify)
      const { body } = await create(console, 'a', mcp.services.weather.url)
      const path = `workspaces/current/tool-provider/mcp?provider_id=${body.id}`
      const removed = await console.call('DELETE', path, { provider_id: body.id ?? '' })
      expect([removed.status, dify.providers('Research')]).toEqual([200, []])
    }))

  test('a new token at the same URL is stored without a connection', () =>
    withDify(release, async (dify) => {
      const console = await signIn(dify)
      const { body } = await create(console, 'a', mcp.services.weather.url)
      if (body.is_team_authorization !== true) await console.call('POST', AUTH, { provider_id: body.id ?? '' })
      await update(console, body.id)
      mcp.clearReceived()
      const changed = await console.call('PUT', 'workspaces/current/tool-provider/mcp', {
        provider_id: body.id ?? '',
        name: 'a',
        server_url: '[__HIDDEN__]',
        server_identifier: 'a',
        icon: '🌦',
        icon_type: 'emoji',
        icon_background: '#E4FBCC',
        headers: { Authorization: 'Bearer something else' },
      })
      expect([changed.status, mcp.received]).toEqual([200, []])
      expect((await detail(console, body.id)).body.is_team_authorization).toBe(true)
    }))
})

test('main reports the release before it', () =>
  withDify('main-2026-08-17', async (dify) => {
    const answer = await fetch(`${dify.url}/health`)
    expect(answer.headers.get('x-version')).toBe('1.16.1')
    expect(await answer.json()).toMatchObject({ status: 'ok', version: '1.16.1' })
  }))

test('a name that is no release is refused', async () => {
  await expect(startDify({ release: '1.14' })).rejects.toThrow('«1.14» is no Dify release')
})

const AUTH = 'workspaces/current/tool-provider/mcp/auth'

async function withDify<T>(release: string, use: (dify: Dify) => Promise<T>): Promise<T> {
  const dify = await startDify({ release, patience: { pollMs: 10 } })
  try {
    return await use(dify)
  } finally {
    await dify.close()
  }
}

function post(dify: Dify, path: string, body: object): Promise<Response> {
  return fetch(`${dify.url}/console/api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

async function login(dify: Dify, body: object): Promise<[number, unknown]> {
  const answer = await post(dify, 'login', body)
  const { code } = (await answer.json()) as { code?: string }
  return [answer.status, code]
}

async function keyStatus(dify: Dify): Promise<number> {
  return (await byKey(dify, 'Ops').call('GET', 'workspaces')).status
}
