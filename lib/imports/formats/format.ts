import type { DescribedInput, Found } from '../found.ts'
import type { Parsed } from '../parse/parsed.ts'

/** One way of writing MCP servers down. */
export interface Format {
  /** As people call it. */
  label: string
  /** Whether a text is written so. Asked in the order of the list: the first that says yes reads it. */
  detect(parsed: Parsed): boolean
  read(parsed: Parsed): Found[]
  /** What the text says about its variables. */
  inputs?(parsed: Parsed): Record<string, DescribedInput>
}
