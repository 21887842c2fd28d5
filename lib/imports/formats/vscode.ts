import type { DescribedInput } from '../found.ts'
import { objectOf, textOf } from '../parse/parsed.ts'
import type { Format } from './format.ts'
import { readServers } from './server.ts'

/** VS Code (`.vscode/mcp.json`, or `mcp` in its settings): `servers`, and `inputs` that `${input:id}` refers to. */
export const vscode: Format = {
  label: 'VS Code',
  detect: ({ value }) => frameOf(value) !== undefined,
  read: (parsed) => readServers(parsed, [...(frameOf(parsed.value)?.path ?? []), 'servers']),
  inputs: ({ value }) => {
    const inputs = frameOf(value)?.frame.inputs
    return Object.fromEntries((Array.isArray(inputs) ? inputs : []).flatMap(describe))
  },
}

function frameOf(value: unknown): { path: string[]; frame: Record<string, unknown> } | undefined {
  const root = objectOf(value)
  if (objectOf(root?.servers) !== undefined) return { path: [], frame: root ?? {} }
  const mcp = objectOf(root?.mcp)
  return objectOf(mcp?.servers) === undefined ? undefined : { path: ['mcp'], frame: mcp ?? {} }
}

function describe(input: unknown): [string, DescribedInput][] {
  const { id, description, password, default: preset } = objectOf(input) ?? {}
  if (typeof id !== 'string') return []
  return [
    [
      id,
      {
        ...(textOf(description) !== undefined && { label: String(description) }),
        ...(password === true && { secret: true }),
        ...(textOf(preset) !== undefined && { default: String(preset) }),
      },
    ],
  ]
}
