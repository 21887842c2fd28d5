import { readdirSync, readFileSync } from 'node:fs'
import type { Json, JsonObject } from '#sandbox/json.ts'

/** One question that a real Dify was asked, and its answer. Tokens stand as `<jwt>`, `<hex>`, `<admin-api-key>`. */
export interface Exchange {
  readonly scenario: string
  readonly name: string
  readonly request: {
    readonly method: string
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: Json
  }
  readonly response: { readonly status: number; readonly headers: JsonObject; readonly body: Json }
}

const FOLDER = new URL('./recordings/', import.meta.url)

/** The releases that were recorded: every file in the folder. */
export function recordedReleases(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.jsonl'))
    .map((file) => file.replace(/\.jsonl$/, ''))
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
}

/** The questions of one release in the order in which they were asked. */
export function readRecording(release: string): Exchange[] {
  return readFileSync(new URL(`${release}.jsonl`, FOLDER), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Exchange)
}
