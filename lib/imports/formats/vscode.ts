import type { DescribedInput, Found } from '../found.ts'
import { objectOf, type Path, textOf } from '../parse/parsed.ts'
import type { Format } from './format.ts'
import { at, readServers } from './server.ts'

/** Where the frame stands: in a file of its own, in the settings, in a dev container. */
const FRAMES: Path[] = [[], ['mcp'], ['customizations', 'vscode', 'mcp']]

/** VS Code (`.vscode/mcp.json`, `mcp` in its settings, `devcontainer.json`): `servers`, and `inputs` that `${input:id}` refers to. */
export const vscode: Format = {
  label: 'VS Code',
  detect: ({ value }) => frameOf(value) !== undefined,
  read: (parsed) => readServers(parsed, [...(frameOf(parsed.value)?.path ?? []), 'servers']).map(eitherTransport),
  inputs: ({ value }) => {
    const inputs = frameOf(value)?.frame.inputs
    return Object.fromEntries((Array.isArray(inputs) ? inputs : []).flatMap(describe))
  },
}

function frameOf(value: unknown): { path: Path; frame: Record<string, unknown> } | undefined {
  for (const path of FRAMES) {
    const frame = objectOf(at(value, path))
    if (objectOf(frame?.servers) !== undefined) return { path, frame: frame ?? {} }
  }
  return undefined
}

/** VS Code tries SSE where `http` finds nothing, so the word does not settle it. */
function eitherTransport({ transport, ...found }: Found): Found {
  return transport === 'sse' ? { ...found, transport } : found
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
