import { GatewayError } from '../gateway-error.ts'
import type { ToolPolicy } from '../grant.ts'
import { ownToolName } from '../tool-policy.ts'

/** The parameters of a `tools/call` under the service's own name of the tool. Throws `invalid_params` and `tool_not_allowed`. */
export function ownToolCall(
  policy: ToolPolicy,
  params: Record<string, unknown> | undefined,
): Record<string, unknown> & { name: string } {
  if (typeof params?.name !== 'string')
    throw new GatewayError('invalid_params', 'params.name is missing.', { rpcCode: -32602 })
  return { ...params, name: ownToolName(policy, params.name) }
}
