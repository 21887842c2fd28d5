import { randomUUID } from 'node:crypto'
import type { Exchange } from '../exchange.ts'
import { GatewayError } from '../gateway-error.ts'
import type { ToolPolicy } from '../grant.ts'
import { isAnswer, isFailure, isObject, type RpcRequest, rpcFailure, rpcResult } from '../json-rpc.ts'
import { mendTool, mergeToolPages, type ToolPage } from '../protocol/merge-tools.ts'
import { readAnswer } from '../protocol/read-answer.ts'
import { RefusedByService } from '../protocol/refused-by-service.ts'
import { visibleTools } from '../tool-policy.ts'
import type { Rewrite } from './relay-rewritten.ts'

const MOST_BYTES_OF_PAGE = 8 * 1024 * 1024

/**
 * Makes of the answer to a legacy `tools/list` the whole list: all pages in one where the caller asks from the beginning, fetched by
 * `headers` in the same session; allowed tools only, none that spoils the list for old clients. What fails on the way becomes the answer.
 */
export function wholeList(exchange: Exchange, request: RpcRequest, headers: Record<string, string>): Rewrite {
  const { policy } = exchange.grant
  return (message) => {
    if (!isAnswer(message) || isFailure(message) || message.id !== request.id) return message
    const first: ToolPage = { result: message.result, bytes: 0 }
    const whole =
      request.params?.cursor === undefined ? mergeToolPages(first, nextPage(exchange, request, headers)) : first.result
    return Promise.resolve(whole)
      .then((result) => rpcResult(request.id, mendedList(policy, result)))
      .catch((error: unknown) => {
        if (error instanceof RefusedByService) return { ...error.failure, id: request.id }
        if (error instanceof GatewayError) return rpcFailure(request.id, error.rpcCode, error.message)
        throw error
      })
  }
}

/** Leaves a restricted token's tools in whatever list a message holds. */
export function filteredLists(policy: ToolPolicy): (message: unknown) => unknown {
  const filtered = (message: unknown): unknown => {
    if (Array.isArray(message)) return message.map(filtered)
    if (!isAnswer(message) || isFailure(message) || !Array.isArray(message.result.tools)) return message
    return { ...message, result: { ...message.result, tools: visibleTools(policy, message.result.tools) } }
  }
  return filtered
}

function nextPage({ upstream, signal }: Exchange, request: RpcRequest, headers: Record<string, string>) {
  return async (cursor: string): Promise<ToolPage> => {
    const id = randomUUID()
    const body = JSON.stringify({ ...request, id, params: { ...request.params, cursor } })
    const answer = await upstream.send({ method: 'POST', headers, body, signal })
    const { message, bytes } = await readAnswer(answer, id, MOST_BYTES_OF_PAGE)
    if (isFailure(message)) throw new RefusedByService(message)
    return { result: message.result, bytes }
  }
}

/** Tasks pass in the same era, so what a tool says of them stays. */
function mendedList(policy: ToolPolicy, result: Record<string, unknown>): Record<string, unknown> {
  const tools = visibleTools(policy, Array.isArray(result.tools) ? result.tools : [])
  return {
    ...result,
    tools: tools.map((tool) => ({ ...mendTool(tool), ...(isObject(tool.execution) && { execution: tool.execution }) })),
  }
}
