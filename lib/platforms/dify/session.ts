import { PlatformError } from '../platform-error.ts'
import { type DifyAnswer, type DifyRequest, send } from './http.ts'

/** A request as its caller writes it; path below `/console/api`. */
export type DifyCall = Omit<DifyRequest, 'headers'>

/** Somebody who is signed in. */
export interface DifySession {
  /** What must not come back in any text. */
  readonly secrets: readonly string[]
  /** One call as that somebody. An answer of any status is returned, except a 401 that stays after a renewal: that is thrown. */
  call(request: DifyCall): Promise<DifyAnswer>
}

const API = '/console/api'

/** A call without any sign-in. */
export function callOpenly(baseUrl: string, request: DifyRequest): Promise<DifyAnswer> {
  return send(baseUrl, { ...request, path: API + request.path })
}

/**
 * The admin key in one workspace, as whose owner it acts; without a workspace good for the list of workspaces only.
 * No cookies beside it: Dify would take the request for a browser's and ask for a CSRF token.
 */
export function keySession(baseUrl: string, key: string, workspaceId?: string): DifySession {
  return {
    secrets: [key],
    async call(request) {
      const answer = await callOpenly(baseUrl, {
        ...request,
        secrets: [key, ...(request.secrets ?? [])],
        headers: {
          authorization: `Bearer ${key}`,
          ...(workspaceId !== undefined && { 'x-workspace-id': workspaceId }),
        },
      })
      if (answer.status === 401 && workspaceId !== undefined) throw keyRefusedHere()
      return answer
    },
  }
}

function keyRefusedHere(): PlatformError {
  return new PlatformError('key_refused_in_namespace', 'Dify refuses the admin key in this workspace (401).', {
    next: 'Give the workspace an owner in Dify, or check ADMIN_API_KEY_ENABLE and ADMIN_API_KEY there.',
  })
}
