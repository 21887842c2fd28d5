import { createHash } from 'node:crypto'
import type { PriorDiscovery } from '@modelcontextprotocol/client'
import type { EraMemory, McpTarget } from './report.ts'

/** A stored verdict is asked for again after a day: an upgraded server still answers the old way, so nothing else would tell. */
const DAY_MS = 24 * 60 * 60 * 1000

/** What the memory belongs to: another URL or another credential may meet another server. */
export function memorySubject(target: McpTarget): string {
  const headers = Object.entries(target.identity === undefined ? target.headers : { identity: target.identity })
    .map(([name, value]) => [name.toLowerCase(), value])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([new URL(target.url).href, headers]))
    .digest('base64url')
}

/** The memory if it belongs to this target (`of`) and is younger than a day. */
export function usableMemory(
  memory: EraMemory | undefined,
  of: string | undefined,
  now = Date.now(),
): EraMemory | undefined {
  if (memory === undefined || memory.of !== of) return undefined
  return isFresh(memory.at, now) ? memory : undefined
}

/** What a modern service gave a legacy client, if that is younger than a day and the number of tools is still the same. */
export function usableLegacy(memory: EraMemory | undefined, tools: number, now = Date.now()): EraMemory['legacy'] {
  const legacy = memory?.legacy
  return legacy !== undefined && legacy.tools === tools && isFresh(legacy.at, now) ? legacy : undefined
}

/** The library's form of a verdict. */
export function priorOf(memory: EraMemory | undefined): PriorDiscovery | undefined {
  if (memory === undefined) return undefined
  if (memory.era === 'legacy') return { kind: 'legacy' }
  const discover = memory.discover as Extract<PriorDiscovery, { kind: 'modern' }>['discover'] | undefined
  return discover === undefined ? undefined : { kind: 'modern', discover }
}

function isFresh(at: number, now: number): boolean {
  return at <= now && now - at < DAY_MS
}
