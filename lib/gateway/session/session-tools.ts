import { isFailure, isObject, type RpcFailure, type RpcResult } from '../json-rpc.ts'
import { mergeToolPages, type ToolPage } from '../protocol/merge-tools.ts'
import { RefusedByService } from '../protocol/refused-by-service.ts'
import type { UpstreamSession } from './upstream-session.ts'

/** All tools of a service as one result, or the page that `params.cursor` names; its error where it answers with one. */
export async function listToolsOf(
  session: UpstreamSession,
  params: Record<string, unknown> | undefined,
  signal: AbortSignal,
): Promise<RpcResult | RpcFailure> {
  const request = (more: Record<string, unknown>) =>
    session.request({ method: 'tools/list', params: { ...withoutMeta(params), ...more } }, { signal })
  if (params?.cursor !== undefined) return request({})
  const page = async (more: Record<string, unknown>): Promise<ToolPage> => {
    const answer = await request(more)
    if (isFailure(answer)) throw new RefusedByService(answer)
    return { result: answer.result, bytes: JSON.stringify(answer.result).length }
  }
  try {
    const result = await mergeToolPages(await page({}), (cursor) => page({ cursor }))
    return { jsonrpc: '2.0', id: 0, result }
  } catch (error) {
    if (error instanceof RefusedByService) return error.failure
    throw error
  }
}

/** Nobody asks for progress of a list. */
function withoutMeta(params: Record<string, unknown> | undefined): Record<string, unknown> {
  if (!isObject(params)) return {}
  const { _meta, ...rest } = params
  return rest
}
