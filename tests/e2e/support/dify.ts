import fs from 'node:fs'
import path from 'node:path'

/** What Dify itself says of one MCP provider. */
export interface DifyProvider {
  server_identifier: string
  is_team_authorization: boolean
  tools: { name: string }[]
}

/** A question to Dify's own API with its admin key, never through our code. */
export interface DifyApi {
  providers(workspace: string): Promise<DifyProvider[]>
  /** Makes a provider as somebody does by hand, in Dify's own form. */
  create(workspace: string, provider: { identifier: string; name: string; url: string }): Promise<void>
  /** Requests since the log was cleared that could have changed something. */
  writes(): Promise<{ method: string; path: string }[]>
  clearLog(): Promise<void>
}

/** The API of the demo's Dify, whose address stands in the data folder. */
export function demoDify(dataDir: string): DifyApi {
  const { difyPort } = JSON.parse(fs.readFileSync(path.join(dataDir, 'demo', 'place.json'), 'utf8')) as {
    difyPort: number
  }
  return difyApi(`http://127.0.0.1:${difyPort}`, 'admin-key-0123456789')
}

/** The API of a Dify that has an admin key. */
export function difyApi(url: string, adminKey: string): DifyApi {
  const ask = async <T>(pathname: string, headers: Record<string, string> = {}, body?: object): Promise<T> => {
    const answer = await fetch(`${url}/console/api${pathname}`, {
      headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json', ...headers },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`Dify answered ${answer.status} to ${pathname}`)
    return (await answer.json()) as T
  }
  const inside = async (workspace: string) => {
    const { data } = await ask<{ data: { id: string; name: string }[] }>('/all-workspaces?page=1&limit=100')
    const id = data.find(({ name }) => name === workspace)?.id
    if (id === undefined) throw new Error(`Dify has no workspace ${workspace}`)
    return { 'x-workspace-id': id }
  }
  return {
    async providers(workspace) {
      return ask('/workspaces/current/tool-providers?type=mcp', await inside(workspace))
    },
    async create(workspace, { identifier, name, url: server_url }) {
      await ask('/workspaces/current/tool-provider/mcp', await inside(workspace), {
        ...{ name, server_url, server_identifier: identifier, headers: {} },
        ...{ icon: '🔧', icon_type: 'emoji', icon_background: '#ffffff', timeout: 10, sse_read_timeout: 20 },
        configuration: { timeout: 10, sse_read_timeout: 20 },
      })
    },
    async writes() {
      const log = (await (await fetch(`${url}/__log`)).json()) as { method: string; path: string }[]
      return log.filter(({ method, path }) => !(method === 'GET' && !path.includes('/update/')))
    },
    async clearLog() {
      await fetch(`${url}/__log`, { method: 'DELETE' })
    },
  }
}
