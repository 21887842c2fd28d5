import type { TextFault } from '../found.ts'

/** A path in a text: keys and places. */
export type Path = (string | number)[]

/** A text as values, with the line that each of them begins at. */
export interface Parsed {
  syntax: 'json' | 'yaml' | 'toml'
  value: unknown
  /** Line (from 1) of what stands at a path; that of its nearest parent when it has none. */
  lineOf(path: Path): number
}

/** A text that could be read, or why not. */
export type Parsing = { parsed: Parsed; faults: TextFault[] } | { parsed: null; faults: TextFault[] }

/** An object of the text, or undefined. */
export function objectOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}

/** A text of the text, or undefined when it is none or empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}
