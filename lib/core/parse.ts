import type { z } from 'zod'
import { type FieldFaults, invalidInput } from './errors.ts'

/** Parses a verb's input; throws `invalid_input` with the first fault of each field, by its path. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const fields: FieldFaults = {}
  for (const issue of parsed.error.issues) fields[issue.path.join('.') || 'form'] ??= issue.message
  throw invalidInput(fields)
}
