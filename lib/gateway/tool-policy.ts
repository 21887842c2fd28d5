import { GatewayError } from './gateway-error.ts'
import type { ToolPolicy } from './grant.ts'

/** Whether a policy changes nothing, so that lists and calls may pass unread. */
export function isOpenPolicy({ allowed, prefix }: ToolPolicy): boolean {
  return allowed === null && prefix === ''
}

/** The tools of a list that a token may see, under the names that its caller knows. What is no tool at all is left out. */
export function visibleTools(policy: ToolPolicy, tools: readonly unknown[]): Record<string, unknown>[] {
  return tools.flatMap((tool) => {
    if (tool === null || typeof tool !== 'object' || !('name' in tool) || typeof tool.name !== 'string') return []
    if (policy.allowed !== null && !policy.allowed.has(tool.name)) return []
    return [{ ...tool, name: `${policy.prefix}${tool.name}` }]
  })
}

/** The service's own name of a tool that a caller calls. Throws `tool_not_allowed`, in the same words for a tool that is not there. */
export function ownToolName(policy: ToolPolicy, called: string): string {
  const name = called.startsWith(policy.prefix) ? called.slice(policy.prefix.length) : undefined
  if (name === undefined || (policy.allowed !== null && !policy.allowed.has(name)))
    throw new GatewayError('tool_not_allowed', `This token does not open a tool called «${called.slice(0, 100)}».`, {
      rpcCode: 40301,
    })
  return name
}
