import type { Context } from './context.ts'
import { forbidden } from './errors.ts'

/** What a person can be: *admin* may do all, *operator* runs services and synchronizations, *viewer* looks. */
export type Role = 'admin' | 'operator' | 'viewer'

/** Each permission with the words a refusal uses («Your role may not …») and the roles that have it besides admin. */
const PERMISSIONS = {
  'overview.read': { words: 'see the overview', roles: ['operator', 'viewer'] },
  'services.read': { words: 'see services', roles: ['operator', 'viewer'] },
  'services.write': { words: 'change services', roles: ['operator'] },
  'services.check': { words: 'check services', roles: ['operator'] },
  'platforms.read': { words: 'see platforms', roles: ['operator', 'viewer'] },
  'platforms.refresh': { words: 'refresh namespaces', roles: ['operator'] },
  'platforms.write': { words: 'change platforms', roles: [] },
  'syncs.read': { words: 'see synchronizations', roles: ['operator', 'viewer'] },
  'syncs.write': { words: 'synchronize', roles: ['operator'] },
  'tokens.read': { words: 'see tokens', roles: ['operator', 'viewer'] },
  'tokens.write': { words: 'change tokens', roles: ['operator'] },
  'users.read': { words: 'see users', roles: [] },
  'users.write': { words: 'change users', roles: [] },
  'audit.read': { words: 'see the audit log', roles: ['operator'] },
  'settings.write': { words: 'change settings', roles: [] },
} as const satisfies Record<string, { words: string; roles: readonly Role[] }>

export type Permission = keyof typeof PERMISSIONS

/** Whether a role holds a permission; pages use it to hide what the server would refuse. */
export function roleMay(role: Role, permission: Permission): boolean {
  return role === 'admin' || (PERMISSIONS[permission].roles as readonly Role[]).includes(role)
}

/** Refuses with `forbidden` unless the actor holds the permission. The system may do everything. First line of every verb. */
export function requirePermission(ctx: Context, permission: Permission): void {
  if (ctx.actor.kind === 'system') return
  if (!roleMay(ctx.actor.role, permission)) throw forbidden(PERMISSIONS[permission].words)
}
