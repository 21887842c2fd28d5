import { type Client, SdkError, SdkErrorCode } from '@modelcontextprotocol/client'
import type { ListedTool } from './report.ts'
import { invalidResult } from './result-verdict.ts'
import { storable } from './storable.ts'
import { VerdictError } from './verdict.ts'

const MAX_PAGES = 50

/** What `tools/list` gave; filled page by page, so that a failure leaves what was read before it. */
export interface ToolPages {
  tools: ListedTool[]
  pages: number
  /** Tools on the first page. */
  firstPage: number
}

/**
 * Reads every page of a connected service's tools. Asks page by page instead of by the library's `listTools`, which
 * joins the pages silently and leaves tools out. Throws `VerdictError` (`endless_list`, `malformed_tool`) or what the library throws.
 */
export async function listTools(
  client: Client,
  into: ToolPages,
  options: { signal: AbortSignal; timeout: number },
): Promise<void> {
  const cursors = new Set<string>()
  let cursor: string | undefined
  do {
    if (into.pages === MAX_PAGES) throw endless(`The tool list of the service did not end after ${MAX_PAGES} pages.`)
    const page = await onePage(client, cursor, into.tools.length, options)
    into.pages++
    if (into.pages === 1) into.firstPage = page.tools.length
    for (const { name, title, annotations, description, inputSchema } of page.tools) {
      const shown = title ?? annotations?.title
      into.tools.push(
        storable({
          name,
          ...(shown !== undefined && { title: shown }),
          ...(description !== undefined && { description }),
          inputSchema: inputSchema as Record<string, unknown>,
        }),
      )
    }
    cursor = page.nextCursor
    if (cursor !== undefined && cursors.has(cursor))
      throw endless('The tool list of the service leads back to a page that it gave before.')
    if (cursor !== undefined) cursors.add(cursor)
  } while (cursor !== undefined)
}

async function onePage(
  client: Client,
  cursor: string | undefined,
  toolsBefore: number,
  options: { signal: AbortSignal; timeout: number },
) {
  try {
    return await client.request({ method: 'tools/list', ...(cursor !== undefined && { params: { cursor } }) }, options)
  } catch (error) {
    if (error instanceof SdkError && error.code === SdkErrorCode.InvalidResult)
      throw new VerdictError(invalidResult(error.message, toolsBefore))
    throw error
  }
}

function endless(message: string): VerdictError {
  return new VerdictError({
    code: 'endless_list',
    message,
    next: 'Have the paging of tools/list put right at the service.',
  })
}
