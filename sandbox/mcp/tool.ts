import { z } from 'zod'
import type { JsonObject } from '../json.ts'

/** A tool of a demo server, independent of the SDK that serves it. */
export interface Tool {
  readonly name: string
  readonly description: string
  readonly inputSchema: JsonObject
  /** Works with arguments that fit; says what is wrong with others. */
  call(input: unknown): ToolResult
}

export interface ToolResult {
  readonly content: { type: 'text'; text: string }[]
  readonly isError?: boolean
}

/** A tool from a schema of its arguments and what it does; it answers with a text, or with data as JSON. */
export function tool<T>(name: string, description: string, input: z.ZodType<T>, run: (input: T) => unknown): Tool {
  const { $schema: _, additionalProperties: __, ...inputSchema } = z.toJSONSchema(input, { io: 'input' }) as JsonObject
  return {
    name,
    description,
    inputSchema,
    call(given) {
      const parsed = input.safeParse(given ?? {})
      if (!parsed.success) return { ...said(z.prettifyError(parsed.error)), isError: true }
      try {
        const result = run(parsed.data)
        return said(typeof result === 'string' ? result : JSON.stringify(result, undefined, 2))
      } catch (error) {
        return { ...said(error instanceof Error ? error.message : String(error)), isError: true }
      }
    },
  }
}

/** What a server says of itself and offers. */
export interface Offer {
  readonly name: string
  readonly tools: readonly Tool[]
  /** Tools a page; without it there is one page. */
  readonly pageSize?: number
}

export interface Page {
  readonly tools: readonly Pick<Tool, 'name' | 'description' | 'inputSchema'>[]
  readonly nextCursor?: string
}

/**
 * One page of the offered tools; the cursor names the page's first tool.
 * @throws RangeError for a cursor that was never given out.
 */
export function pageOf({ tools, pageSize = tools.length }: Offer, cursor: string | undefined): Page {
  const from = cursor === undefined ? 0 : tools.findIndex(({ name }) => name === cursor)
  if (from < 0 || (cursor !== undefined && from % pageSize !== 0)) throw new RangeError('Invalid cursor')
  const next = tools[from + pageSize]
  const shown = tools.slice(from, from + pageSize)
  return {
    tools: shown.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
    ...(next && { nextCursor: next.name }),
  }
}

/** @throws RangeError when no such tool is offered. */
export function callTool({ tools }: Offer, name: string, input: unknown): ToolResult {
  const found = tools.find((one) => one.name === name)
  if (!found) throw new RangeError(`Unknown tool: ${name}`)
  return found.call(input)
}

function said(text: string): ToolResult {
  return { content: [{ type: 'text', text }] }
}
