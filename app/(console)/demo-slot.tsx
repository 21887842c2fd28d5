import type { Context } from '#lib/core/index.ts'
import { roleMay } from '#lib/core/schema.ts'
import { demoAvailable } from '#lib/demo/index.ts'
import { LoadDemoButton } from './demo/load-demo-button.tsx'

/** «Load the demo», where this process can show it and the reader may add services and platforms; else nothing. */
export function demoSlot(ctx: Context) {
  const may = ctx.actor.kind === 'user' && roleMay(ctx.actor.role, 'platforms.write')
  return may && demoAvailable() ? <LoadDemoButton /> : undefined
}
