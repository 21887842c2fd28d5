import { describe, expect, it } from 'vitest'
import { legacyReach } from '#lib/mcp/index.ts'

const facts = { status: 'normal', eras: ['legacy'], protocolVersion: '2025-11-25' } as const

describe('legacyReach', () => {
  it('gives everything when the first page holds every tool', () => {
    const reach = legacyReach({ ...facts, tools: 25, legacyFirstPageTools: 25 }, 'Dify')
    expect(reach).toEqual({ kind: 'all', gets: 25, of: 25, sentence: 'Dify gets all 25 tools.' })
  })

  it('speaks of one tool in the singular', () => {
    expect(legacyReach({ ...facts, tools: 1, legacyFirstPageTools: 1 }, 'Dify').sentence).toBe('Dify gets its tool.')
  })

  it('names what the first page holds when there are more pages', () => {
    const reach = legacyReach({ ...facts, eras: ['legacy', 'modern'], tools: 25, legacyFirstPageTools: 10 }, 'Dify')
    const sentence = 'Dify gets 10 of 25 tools, it reads only the first page.'
    expect(reach).toEqual({ kind: 'partial', gets: 10, of: 25, sentence })
  })

  it('gives nothing when the first page is empty', () => {
    expect(legacyReach({ ...facts, tools: 5, legacyFirstPageTools: 0 }, 'Dify')).toMatchObject({ kind: 'none', of: 5 })
  })

  it('gives nothing of a service that speaks only the modern era, and says which version that is', () => {
    const reach = legacyReach({ ...facts, eras: ['modern'], protocolVersion: '2026-07-28', tools: 7 }, 'Dify')
    const sentence = "Speaks only MCP 2026-07-28, Dify can't."
    expect(reach).toEqual({ kind: 'none', gets: 0, of: 7, sentence })
  })

  it('gives nothing of a service that is abnormal or was not checked yet', () => {
    expect(legacyReach({ ...facts, status: 'abnormal', tools: 7 }, 'Dify').kind).toBe('none')
    const unchecked = legacyReach({ status: 'unchecked', eras: [], tools: 0 }, 'Dify')
    expect(unchecked.sentence).toBe('Not checked yet: what Dify gets is not known.')
  })

  it('takes every tool when a stored row does not say what the first page holds', () => {
    expect(legacyReach({ ...facts, tools: 3, legacyFirstPageTools: null }, 'Dify').kind).toBe('all')
  })
})
