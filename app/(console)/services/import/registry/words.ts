import type { RegistryRow } from '#lib/registry/index.ts'

/** What a server is called: its title, else what stands behind the slash of its name. */
export function shownName({ title, name }: Pick<RegistryRow, 'title' | 'name'>): string {
  return title ?? name.slice(name.indexOf('/') + 1)
}

/** How it can be had, in a few words. */
export function wayWords({ hasRemote, packages }: Pick<RegistryRow, 'hasRemote' | 'packages'>): string {
  if (hasRemote) return 'by URL'
  return packages.length === 0 ? 'needs hosting' : `needs hosting: ${packages.join(', ')}`
}

/** «1,204 servers» */
export function serverCount(count: number): string {
  return count === 1 ? '1 server' : `${count.toLocaleString('en')} servers`
}
