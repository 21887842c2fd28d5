import { type Context, FerryError } from '#lib/core/index.ts'
import { getService } from '#lib/services/index.ts'
import { ServiceFormDialog } from './service-form-dialog.tsx'

interface ServiceFormProps {
  ctx: Context
  /** `new`, or the id of the service that is edited. */
  form: string
  focus: string | null
  /** Where closing leads. */
  closeHref: string
}

/** The form that an address asks for; nothing when its service is not there. */
export async function ServiceForm({ ctx, form, focus, closeHref }: ServiceFormProps) {
  if (form === 'new') return <ServiceFormDialog closeHref={closeHref} focus={focus} />
  try {
    const { tools: _tools, checks: _checks, ...service } = await getService(ctx, { id: form })
    return <ServiceFormDialog key={form} service={service} closeHref={closeHref} focus={focus} />
  } catch (error) {
    // An old address: the page behind it is shown alone.
    if (error instanceof FerryError) return null
    throw error
  }
}
