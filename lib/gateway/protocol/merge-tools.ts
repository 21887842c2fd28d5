import { GatewayError } from '../gateway-error.ts'
import type { ToolPolicy } from '../grant.ts'
import { isObject } from '../json-rpc.ts'
import { visibleTools } from '../tool-policy.ts'

/** What a whole list of tools may have; a service that pages for ever ends here. */
const MAX_PAGES = 50
const MAX_BYTES = 8 * 1024 * 1024

/** The result of one `tools/list`, and how many bytes its answer had. */
export interface ToolPage {
  result: Record<string, unknown>
  bytes: number
}

/**
 * All pages of a list of tools as one result without a cursor: the first page with the tools of all. Throws `list_too_long` past 50
 * pages or 8 MB, `list_malformed` for a page without tools, and what `next` throws.
 */
export async function mergeToolPages(
  first: ToolPage,
  next: (cursor: string) => Promise<ToolPage>,
): Promise<Record<string, unknown>> {
  const tools = [...toolsOf(first)]
  let page = first
  let bytes = first.bytes
  for (let pages = 1; cursorOf(page) !== undefined; pages++) {
    if (pages === MAX_PAGES) throw tooLong(`more than ${MAX_PAGES} pages`)
    page = await next(cursorOf(page) ?? '')
    bytes += page.bytes
    if (bytes > MAX_BYTES) throw tooLong(`more than ${MAX_BYTES / 1024 / 1024} MB`)
    for (const tool of toolsOf(page)) tools.push(tool)
  }
  const { nextCursor: _end, ...merged } = first.result
  return { ...merged, tools }
}

/** A result of `tools/list` as a caller of the legacy era may have it: allowed tools only, under its names, none that spoils the list. */
export function legacyToolList(policy: ToolPolicy, result: Record<string, unknown>): Record<string, unknown> {
  const tools = Array.isArray(result.tools) ? result.tools : []
  return { ...result, tools: visibleTools(policy, tools).map(mendTool) }
}

/**
 * A tool without what makes legacy clients refuse the whole list: an `outputSchema` that is not of an object, an `inputSchema` that is
 * none. Tasks are not carried, so `execution.taskSupport` goes too.
 */
export function mendTool(tool: Record<string, unknown>): Record<string, unknown> {
  const { outputSchema, inputSchema, execution, ...rest } = tool
  return {
    ...rest,
    inputSchema: isObjectSchema(inputSchema)
      ? inputSchema
      : { ...(isObject(inputSchema) && inputSchema), type: 'object' },
    ...(isObjectSchema(outputSchema) && { outputSchema }),
    ...withoutTasks(execution),
  }
}

function withoutTasks(execution: unknown): { execution?: Record<string, unknown> } {
  if (!isObject(execution)) return {}
  const { taskSupport: _tasks, ...rest } = execution
  return Object.keys(rest).length === 0 ? {} : { execution: rest }
}

function isObjectSchema(schema: unknown): schema is Record<string, unknown> {
  return isObject(schema) && schema.type === 'object'
}

function toolsOf({ result }: ToolPage): unknown[] {
  if (Array.isArray(result.tools)) return result.tools
  throw new GatewayError('list_malformed', 'The service answered with something that is not a list of tools.')
}

function cursorOf({ result }: ToolPage): string | undefined {
  return typeof result.nextCursor === 'string' && result.nextCursor !== '' ? result.nextCursor : undefined
}

function tooLong(what: string): GatewayError {
  return new GatewayError('list_too_long', `The service’s list of tools has ${what}.`)
}
