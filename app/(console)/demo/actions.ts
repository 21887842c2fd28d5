'use server'

import { refresh } from 'next/cache'
import { action } from '#app/server/action.ts'
import { loadDemo } from '#lib/demo/index.ts'

/** Starts the sandbox and fills in its services and its Dify. */
export const loadDemoAction = action(async (ctx, _input: Record<string, never>) => {
  const loaded = await loadDemo(ctx)
  refresh()
  return loaded
})
