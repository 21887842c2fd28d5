import { quoted, type Verdict } from './verdict.ts'

/** An answer in MCP that breaks the protocol; `fault` completes the sentence. */
export function malformedAnswer(fault: string): Verdict {
  return {
    code: 'malformed_answer',
    message: `The service speaks MCP, but an answer of it is malformed: ${fault}.`,
    next: 'Have it put right at the service.',
  }
}

/** An SSE service names an address for messages at another origin, where the credential must not go. */
export const ELSEWHERE: Verdict = malformedAnswer('it wants messages at another origin than that of its stream')

/**
 * What the library's text of a result that breaks the schema says; it ends in a JSON list of faults.
 * `toolsBefore`: how many tools earlier pages held.
 */
export function invalidResult(message: string, toolsBefore = 0): Verdict {
  const fault = firstFault(message.slice(message.indexOf('[')))
  if (fault === undefined) return malformedAnswer(quoted(message.replace(/^Invalid result for \S+: /, '')))
  const { path, text } = fault
  const [list, index, ...inside] = path
  if (list !== 'tools' || typeof index !== 'number') return malformedAnswer(`${path.join('.') || 'result'}: ${text}`)
  return malformedTool(toolsBefore + index, inside.join('.'), text)
}

/** `index` counts from 0 over the whole list. */
export function malformedTool(index: number, path: string, fault: string): Verdict {
  return {
    code: 'malformed_tool',
    message: `Tool no. ${index + 1} is malformed: ${path === '' ? fault : `${path}: ${fault}`}.`,
    next: 'Have it put right at the service: clients refuse the whole list because of it.',
  }
}

function firstFault(json: string): { path: (string | number)[]; text: string } | undefined {
  try {
    const [first] = JSON.parse(json) as { path?: (string | number)[]; message?: string }[]
    if (first === undefined || !Array.isArray(first.path)) return undefined
    return { path: first.path, text: (first.message ?? '').replace(/^Invalid input: /, '') }
  } catch {
    return undefined
  }
}
