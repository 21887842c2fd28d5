import type { CheckReport, Era, ListedTool } from './report.ts'

/** What a check found, as its report or as it was stored. */
export interface ReachFacts {
  status: 'normal' | 'abnormal' | 'unchecked'
  eras: readonly Era[]
  tools: number | readonly ListedTool[]
  protocolVersion?: string | null
  legacyFirstPageTools?: number | null
}

/** What a platform really gets of a service by itself. */
export interface Reach {
  kind: 'all' | 'partial' | 'none'
  /** Tools that the platform gets. */
  gets: number
  /** Tools that the service has. */
  of: number
  sentence: string
}

/**
 * What a platform gets that speaks only the legacy era and reads only the first page of tools; `platform` is its name
 * in the sentence («Dify»).
 */
export function legacyReach(facts: ReachFacts | CheckReport, platform: string): Reach {
  const of = typeof facts.tools === 'number' ? facts.tools : facts.tools.length
  const none = (sentence: string): Reach => ({ kind: 'none', gets: 0, of, sentence })
  if (facts.status === 'unchecked') return none(`Not checked yet: what ${platform} gets is not known.`)
  if (facts.status === 'abnormal') return none(`${platform} gets nothing while the service is abnormal.`)
  if (!facts.eras.includes('legacy'))
    return none(`Speaks only MCP ${facts.protocolVersion ?? '2026-07-28'}, ${platform} can't.`)
  const gets = Math.min(facts.legacyFirstPageTools ?? of, of)
  if (gets === of)
    return {
      kind: 'all',
      gets,
      of,
      sentence: of === 1 ? `${platform} gets its tool.` : `${platform} gets all ${of} tools.`,
    }
  const sentence = `${platform} gets ${gets} of ${of} tools, it reads only the first page.`
  return gets === 0 ? none(sentence) : { kind: 'partial', gets, of, sentence }
}
