'use client'

import { withBase } from '#components/base-path.ts'
import type { Result } from '#lib/core/schema.ts'

/** Code of a request that the page itself gave up: nothing to say about it. */
export const GIVEN_UP = 'given_up'

/** Asks one of the dialog's routes: for what takes long, where an action would make the other steps' actions wait in line. */
export async function askRoute<T>(path: string, body: unknown, signal?: AbortSignal): Promise<Result<T>> {
  try {
    const response = await fetch(withBase(path), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    })
    return (await response.json()) as Result<T>
  } catch (error) {
    if (signal?.aborted) return { ok: false, error: { code: GIVEN_UP, message: 'Given up.' } }
    throw error
  }
}
