import { type Context, FerryError } from '#lib/core/index.ts'
import { getPlatform } from '#lib/platforms/index.ts'
import type { FormFocus } from '../search-params.ts'
import { PlatformFormDialog } from './platform-form-dialog.tsx'

interface PlatformFormProps {
  ctx: Context
  /** `new`, or the id of the platform that is edited. */
  form: string
  focus: FormFocus
  /** The synchronization that waits for the platform: closing and saving lead back there. */
  draftHref: string | null
  /** Where closing leads otherwise. */
  closeHref: string
}

/** The form that an address asks for; nothing when its platform is not there. */
export async function PlatformForm({ ctx, form, focus, draftHref, closeHref }: PlatformFormProps) {
  if (form === 'new') return <PlatformFormDialog focus={focus} draftHref={draftHref} closeHref={closeHref} />
  try {
    const platform = await getPlatform(ctx, { id: form })
    return <PlatformFormDialog key={form} platform={platform} focus={focus} draftHref={null} closeHref={closeHref} />
  } catch (error) {
    // An old address: the page behind it is shown alone.
    if (error instanceof FerryError) return null
    throw error
  }
}
