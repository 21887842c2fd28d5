'use server'

import { requirePageContext } from '#app/server/context.ts'
import type { PaletteResult } from '#components/shell/use-palette-search.ts'
import { roleMay } from '#lib/core/index.ts'
import { listUsers } from '#lib/identity/index.ts'
import { listPlatforms } from '#lib/platforms/index.ts'
import { listServices } from '#lib/services/index.ts'

/** Most results of one kind. */
const EACH = 5

/** What the palette finds besides the places of the navigation: services, platforms, and for admins users. Without a session it leads to signing in. */
export async function search(query: string): Promise<PaletteResult[]> {
  const ctx = await requirePageContext()
  const words = String(query).trim().slice(0, 100)
  if (words === '' || ctx.actor.kind !== 'user') return []
  const maySeeUsers = roleMay(ctx.actor.role, 'users.read')
  const [services, platforms, users] = await Promise.all([
    listServices(ctx, { q: words, pageSize: EACH }),
    listPlatforms(ctx),
    maySeeUsers ? listUsers(ctx, { search: words, pageSize: EACH }) : undefined,
  ])
  const lower = words.toLowerCase()
  return [
    ...services.rows.map(({ id, name, identifier }) => ({
      id,
      label: name,
      detail: identifier,
      group: 'Services',
      href: `/services/${id}`,
    })),
    ...platforms
      .filter(({ name }) => name.toLowerCase().includes(lower))
      .slice(0, EACH)
      .map(({ id, name }) => ({ id, label: name, group: 'Platforms', href: `/platforms/${id}` })),
    ...(users?.rows ?? []).map(({ id, name, email }) => ({
      id,
      label: name,
      detail: email,
      group: 'Users',
      href: `/users?q=${encodeURIComponent(email)}`,
    })),
  ]
}
