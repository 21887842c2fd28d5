import { describe, expect, it } from 'vitest'
import { memorySubject, priorOf, usableLegacy, usableMemory } from '#lib/mcp/era-memory.ts'
import type { EraMemory, McpTarget } from '#lib/mcp/index.ts'

const HOUR = 60 * 60 * 1000
const NOW = Date.UTC(2026, 10, 1)
const memory: EraMemory = { of: 'x', era: 'legacy', transport: 'streamable_http', at: NOW - HOUR }
const target: McpTarget = {
  url: 'https://a.example/mcp',
  transport: 'auto',
  headers: { A: '1', b: '2' },
  deadlineMs: 1,
}

describe('what an earlier check learned of the era', () => {
  it('belongs to the URL and the credential, whatever the order and case of header names', () => {
    const subject = memorySubject(target)
    expect(memorySubject({ ...target, headers: { B: '2', a: '1' }, deadlineMs: 9 })).toBe(subject)
    expect(memorySubject({ ...target, headers: { A: '1', b: '3' } })).not.toBe(subject)
    expect(memorySubject({ ...target, url: 'https://a.example/other/mcp' })).not.toBe(subject)
  })

  it('is used for a day, and never for another URL or credential', () => {
    expect(usableMemory(memory, 'x', NOW)).toBe(memory)
    expect(usableMemory(memory, 'y', NOW)).toBeUndefined()
    expect(usableMemory(memory, undefined, NOW)).toBeUndefined()
    expect(usableMemory({ ...memory, at: NOW - 25 * HOUR }, 'x', NOW)).toBeUndefined()
    expect(usableMemory({ ...memory, at: NOW + HOUR }, 'x', NOW)).toBeUndefined()
  })

  it('tells what legacy clients get only while the number of tools is the same', () => {
    const legacy = { served: true, firstPageTools: 10, tools: 25, at: NOW - HOUR }
    expect(usableLegacy({ ...memory, era: 'modern', legacy }, 25, NOW)).toBe(legacy)
    expect(usableLegacy({ ...memory, era: 'modern', legacy }, 26, NOW)).toBeUndefined()
  })

  it('skips the asking only with a stored answer', () => {
    expect(priorOf(undefined)).toBeUndefined()
    expect(priorOf(memory)).toEqual({ kind: 'legacy' })
    expect(priorOf({ ...memory, era: 'modern' })).toBeUndefined()
    expect(priorOf({ ...memory, era: 'modern', discover: { a: 1 } })).toEqual({ kind: 'modern', discover: { a: 1 } })
  })
})
