import { isFailure, type RpcFailure, type RpcResult } from '../json-rpc.ts'
import { mergeToolPages, type ToolPage } from '../protocol/merge-tools.ts'
import { RefusedByService } from '../protocol/refused-by-service.ts'
import type { UpstreamSession } from './upstream-session.ts'

/** All tools of a service as one result, or the page that `params.cursor` names; its error where it answers with one. */
export async function listToolsOf(
  session: UpstreamSession,
  params: Record<string, unknown> | undefined,
  signal: AbortSignal,
): Promise<RpcResult | RpcFailure> {
  if (params?.cursor !== undefined) return session.request({ method: 'tools/list', params }, { signal })
  try {
    return { jsonrpc: '2.0', id: 0, result: await allToolsOf(session, params, signal) }
  } catch (error) {
    if (error instanceof RefusedByService) return error.failure
    throw error
  }
}

/** All tools of a service as one result. Throws `RefusedByService` among others. */
export async function allToolsOf(
  session: UpstreamSession,
  params: Record<string, unknown> | undefined,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const { _meta: _nobodyAsksForProgress, ...rest } = params ?? {}
  const page = async (more: Record<string, unknown>): Promise<ToolPage> => {
    const answer = await session.request({ method: 'tools/list', params: { ...rest, ...more } }, { signal })
    if (isFailure(answer)) throw new RefusedByService(answer)
    return { result: answer.result, bytes: JSON.stringify(answer.result).length }
  }
  return mergeToolPages(await page({}), (cursor) => page({ cursor }))
}
