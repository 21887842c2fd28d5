import { FerryError, outboundUrl } from '#lib/core/index.ts'
import type { McpTarget } from './report.ts'
import type { Verdict } from './verdict.ts'

/** Why a target cannot be called at all, before anything is sent; undefined when it can. */
export function targetFault(target: McpTarget): Verdict | undefined {
  try {
    outboundUrl(target.url)
  } catch (error) {
    if (!(error instanceof FerryError)) throw error
    const { code, message, next } = error
    return { code, message, ...(next !== undefined && { next }) }
  }
  for (const [name, value] of Object.entries(target.headers))
    if (!isHeader(name, value))
      return {
        code: 'invalid_header',
        // Neither name nor value is repeated: a token pasted into the wrong field would be shown.
        message: 'A header of the credential holds characters that a header cannot carry.',
        next: 'Enter the credential again, as one line of plain characters.',
      }
  return undefined
}

function isHeader(name: string, value: string): boolean {
  try {
    new Headers({ [name]: value })
    return true
  } catch {
    return false
  }
}
