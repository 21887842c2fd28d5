/** One answered request. Never holds a credential. */
export interface AccessEntry {
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly status: number
  readonly workspace: string | undefined
  /** The address of the account, or `admin key`. */
  readonly account: string | undefined
  readonly ms: number
}

/** True for a request that could change a provider: `update` is one of them, though it is a GET. */
export function isWriting({ method, path }: AccessEntry): boolean {
  const isProvider = path.startsWith('/console/api/workspaces/current/tool-provider/mcp')
  return isProvider && (method !== 'GET' || path.includes('/mcp/update/'))
}
