/** Tools a page: 25 tools come in 3 pages. */
const PAGE = 10

const num = { type: 'number' }
const int = { type: 'integer' }
const str = { type: 'string' }

export interface ProbeTool {
  name: string
  description: string
  inputSchema: { type: 'object'; properties: Record<string, unknown>; required: string[] }
  outputSchema?: Record<string, unknown>
}

export interface ProbeResult {
  [key: string]: unknown
  content: { type: 'text'; text: string }[]
  structuredContent?: unknown
  isError?: boolean
}

/** What a tool needs of the SDK that serves it. */
export interface ProbeContext {
  signal: AbortSignal
  progressToken: string | number | undefined
  progress(params: Record<string, unknown>): Promise<void>
  log(text: string): Promise<void>
  /** Asks the user for a name: by elicitation, or by `input_required`. */
  ask(): unknown
  changed(): unknown
}

const FILLERS = Array.from({ length: 13 }, (_, at) => `filler_${String(at + 1).padStart(2, '0')}`)

export const TOOLS: ProbeTool[] = [
  { name: 'echo', description: 'Gives the text back', inputSchema: input({ text: str }) },
  {
    name: 'add',
    description: 'a + b, structured as well',
    inputSchema: input({ a: num, b: num }),
    outputSchema: input({ sum: num }),
  },
  { name: 'slow', description: 'Answers after ms', inputSchema: input({ ms: int }) },
  {
    name: 'progress',
    description: 'Reports progress: steps times, every ms',
    inputSchema: input({ steps: int, ms: int }),
  },
  { name: 'log', description: 'Sends two log messages before its answer', inputSchema: input() },
  { name: 'big', description: 'A text of this many bytes', inputSchema: input({ bytes: int }) },
  { name: 'fail', description: 'A tool error (isError)', inputSchema: input() },
  { name: 'crash', description: 'A protocol error', inputSchema: input() },
  { name: 'ask', description: 'Wants the name of the user', inputSchema: input() },
  {
    name: 'where',
    description: 'region travels as Mcp-Param-Region as well',
    inputSchema: input({ region: { ...str, 'x-mcp-header': 'Region' }, q: str }, ['region']),
  },
  { name: 'grow', description: 'The list of tools has changed', inputSchema: input() },
  { name: 'array', description: 'structuredContent that is an array', inputSchema: input() },
  ...FILLERS.map((name) => ({ name, description: 'Only to fill pages', inputSchema: input() })),
]

/** Allowed since 2026-07-28, fatal for the lists of older clients. */
export const WIDE_TOOL: ProbeTool = {
  name: 'rows',
  description: 'outputSchema of an array',
  inputSchema: input(),
  outputSchema: { type: 'array', items: num },
}

export const QUESTION = {
  message: 'Your name?',
  requestedSchema: { type: 'object' as const, properties: { name: { type: 'string' as const } }, required: ['name'] },
}

/** A fault with the code that the SDKs put into their JSON-RPC error. */
function rpcFault(code: number, message: string): Error {
  return Object.assign(new Error(message), { code })
}

export function pageOf(tools: readonly ProbeTool[], cursor: string | undefined) {
  const at = cursor === undefined ? 0 : Number(cursor.replace(/^page-/, ''))
  if (!Number.isInteger(at) || at < 0 || at >= tools.length) throw rpcFault(-32602, 'Invalid cursor')
  return { tools: tools.slice(at, at + PAGE), ...(at + PAGE < tools.length && { nextCursor: `page-${at + PAGE}` }) }
}

export async function callTool(name: string, given: unknown, context: ProbeContext): Promise<unknown> {
  const args = (given ?? {}) as { text?: string; a?: number; b?: number; ms?: number; steps?: number } & {
    bytes?: number
    region?: string
    q?: string
  }
  switch (name) {
    case 'echo':
      return say(String(args.text))
    case 'add': {
      const sum = (args.a ?? 0) + (args.b ?? 0)
      return say(String(sum), { structuredContent: { sum } })
    }
    case 'slow':
      await sleep(args.ms ?? 0, context.signal)
      return say(`slept ${args.ms}`)
    case 'progress':
      return progress(args.steps ?? 0, args.ms ?? 0, context)
    case 'log':
      await context.log('first')
      await context.log('second')
      return say('logged')
    case 'big':
      return say('x'.repeat(args.bytes ?? 0))
    case 'fail':
      return say('it did not work', { isError: true })
    case 'crash':
      throw rpcFault(-32603, 'crashed on purpose')
    case 'ask':
      return context.ask()
    case 'where':
      return say(`${args.region}: ${args.q ?? ''}`)
    case 'grow':
      await context.changed()
      return say('grown')
    case 'rows':
    case 'array':
      return say('[1,2,3]', { structuredContent: [1, 2, 3] })
  }
  if (FILLERS.includes(name)) return say(name)
  throw rpcFault(-32602, `Unknown tool: ${name}`)
}

export function say(text: string, more: Partial<ProbeResult> = {}): ProbeResult {
  return { content: [{ type: 'text', text }], ...more }
}

async function progress(steps: number, ms: number, { signal, progressToken, ...context }: ProbeContext) {
  for (let step = 1; step <= steps; step++) {
    await sleep(ms, signal)
    if (progressToken !== undefined)
      await context.progress({ progressToken, progress: step, total: steps, message: `step ${step}` })
  }
  return say(`${steps} steps`)
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(new Error('cancelled'))
    })
  })
}

function input(properties: Record<string, unknown> = {}, required = Object.keys(properties)) {
  return { type: 'object' as const, properties, required }
}
