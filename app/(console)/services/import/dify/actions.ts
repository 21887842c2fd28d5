'use server'

import { revalidatePath } from 'next/cache'
import { action } from '#app/server/action.ts'
import { adoptProviders } from '#lib/sync/index.ts'
import type { AdoptProvidersInput } from '#lib/sync/schema.ts'

/** Adopts the chosen providers; what shows services and bindings is read anew. */
export const submitAdoption = action(async (ctx, input: AdoptProvidersInput) => {
  const adopted = await adoptProviders(ctx, input)
  revalidatePath('/services')
  revalidatePath('/platforms')
  return adopted
})
