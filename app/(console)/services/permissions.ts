import { type Context, type Permission, roleMay } from '#lib/core/index.ts'

/** What the reader may do with services; the server refuses the rest whatever the page shows. */
export interface ServicePermissions {
  write: boolean
  check: boolean
  sync: boolean
}

/** What an actor may do with services. */
export function servicePermissions({ actor }: Context): ServicePermissions {
  const may = (permission: Permission) => actor.kind === 'system' || roleMay(actor.role, permission)
  return { write: may('services.write'), check: may('services.check'), sync: may('syncs.write') }
}
