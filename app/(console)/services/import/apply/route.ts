import { revalidatePath } from 'next/cache'
import { applyImport } from '#lib/imports/index.ts'
import type { ApplyImportInput } from '#lib/imports/schema.ts'
import { boundedJsonRoute } from '../bounded-json-route.ts'

/** Imports what the preview showed. */
export const POST = boundedJsonRoute(async (ctx, input: ApplyImportInput) => {
  const outcome = await applyImport(ctx, input)
  revalidatePath('/services')
  return outcome
})
