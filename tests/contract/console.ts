import type { Dify } from '#sandbox/index.ts'
import { isObject, type Json, type JsonObject, parseJson } from '#sandbox/json.ts'

export interface Answered {
  readonly status: number
  readonly body: JsonObject
}

/** A bare caller of the console API: it knows no release, only paths. */
export interface Console {
  readonly credentials: Record<string, string>
  call(method: string, path: string, body?: Json, headers?: Record<string, string>): Promise<Answered>
}

const PROVIDER = 'workspaces/current/tool-provider/mcp'

/** Signs in as the release wants it: by account where it has no working admin key, or where that is asked for. */
export async function signIn(dify: Dify, email = 'admin@example.com'): Promise<Console> {
  const plain = 'Passw0rd123'
  for (const password of [Buffer.from(plain).toString('base64'), plain]) {
    const answer = await fetch(`${dify.url}/console/api/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    })
    if (answer.status !== 200) continue
    const { data } = (await answer.json()) as { data?: { access_token: string } }
    if (data) return caller(dify, { authorization: `Bearer ${data.access_token}` })
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '')
    const csrf = cookies.find((cookie) => cookie.startsWith('csrf_token='))?.slice('csrf_token='.length) ?? ''
    return caller(dify, { cookie: cookies.join('; '), 'x-csrf-token': csrf })
  }
  throw new Error(`${dify.release} does not let ${email} in`)
}

/** Acts by the admin key in one workspace. */
export function byKey(dify: Dify, workspace: string): Console {
  const id = dify.workspaces.find(({ name }) => name === workspace)?.id ?? ''
  return caller(dify, { authorization: `Bearer ${dify.adminKey}`, 'x-workspace-id': id })
}

export function create(console: Console, name: string, url: string, more: JsonObject = {}): Promise<Answered> {
  const timeouts = { timeout: 5, sse_read_timeout: 5 }
  return console.call('POST', PROVIDER, {
    name,
    server_url: url,
    server_identifier: name,
    icon: '🌦',
    icon_type: 'emoji',
    icon_background: '#E4FBCC',
    headers: {},
    configuration: timeouts,
    ...timeouts,
    ...more,
  })
}

export function authorise(console: Console, id: Json | undefined): Promise<Answered> {
  return console.call('POST', `${PROVIDER}/auth`, { provider_id: id ?? '' })
}

export function update(console: Console, id: Json | undefined): Promise<Answered> {
  return console.call('GET', `${PROVIDER}/update/${id}`)
}

export function detail(console: Console, id: Json | undefined): Promise<Answered> {
  return console.call('GET', `${PROVIDER}/tools/${id}`)
}

export function toolNames({ body }: Answered): string[] {
  return Array.isArray(body.tools) ? body.tools.map((tool: Json) => (isObject(tool) ? String(tool.name) : '')) : []
}

/** The same caller at another address. */
export function caller(dify: Dify, credentials: Record<string, string>): Console {
  return {
    credentials,
    async call(method, path, body, headers = {}) {
      const answer = await fetch(`${dify.url}/console/api/${path}`, {
        method,
        headers: { ...credentials, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const parsed = parseJson(await answer.text())
      return { status: answer.status, body: isObject(parsed) ? parsed : { list: parsed } }
    },
  }
}
