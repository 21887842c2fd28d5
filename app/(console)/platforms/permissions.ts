import { type Context, type Permission, roleMay } from '#lib/core/index.ts'

/** What the reader may do with platforms; the server refuses the rest whatever the page shows. */
export interface PlatformPermissions {
  /** Connect, edit, remove. */
  write: boolean
  /** Test a connection and refresh its namespaces. */
  refresh: boolean
  /** Adopt what is there and not ours. */
  adopt: boolean
}

/** What an actor may do with platforms. */
export function platformPermissions({ actor }: Context): PlatformPermissions {
  const may = (permission: Permission) => actor.kind === 'system' || roleMay(actor.role, permission)
  return {
    write: may('platforms.write'),
    refresh: may('platforms.refresh'),
    adopt: may('services.write') && may('syncs.write'),
  }
}
