import { isObject } from '../json-rpc.ts'
import { type ParamHeader, paramHeadersOf } from './param-headers.ts'

/**
 * Which arguments of a service's tools travel as headers too: from its list of tools, read once and again when that is asked for. Many
 * who need it read it together.
 */
export class ToolHeaders {
  private declared: Map<string, readonly ParamHeader[]> | undefined
  private reading: Promise<void> | undefined

  /** What a tool declares, without waiting; undefined while no list has been read. */
  of(tool: string): readonly ParamHeader[] | undefined {
    return this.declared === undefined ? undefined : (this.declared.get(tool) ?? NONE)
  }

  /** Reads the list by `list`. A tool of a list that cannot be read counts as declaring nothing: its call will say what is wrong. */
  read(list: () => Promise<Record<string, unknown>>): Promise<void> {
    this.reading ??= list()
      .then((result) => this.learn(result))
      .catch(() => {
        this.declared ??= new Map()
      })
      .finally(() => {
        this.reading = undefined
      })
    return this.reading
  }

  /** Learns from a whole result of `tools/list`. */
  learn({ tools }: Record<string, unknown>): void {
    const declared = new Map<string, readonly ParamHeader[]>()
    for (const tool of Array.isArray(tools) ? tools : []) {
      if (!isObject(tool) || typeof tool.name !== 'string') continue
      const headers = paramHeadersOf(tool.inputSchema)
      if (headers.length > 0) declared.set(tool.name, headers)
    }
    this.declared = declared
  }
}

const NONE: readonly ParamHeader[] = []
