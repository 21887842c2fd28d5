import { createLoader, createSerializer, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { REGISTRY_SORTS } from '#lib/registry/schema.ts'

/** What the address of the registry's page holds: the table's state, and whose dialog is open. */
export const registryParams = {
  q: parseAsString.withDefault(''),
  /** `all`: also what only exists as a package. */
  show: parseAsStringLiteral(['remotes', 'all'] as const).withDefault('remotes'),
  sort: parseAsStringLiteral(REGISTRY_SORTS).withDefault('name'),
  dir: parseAsStringLiteral(['asc', 'desc'] as const).withDefault('asc'),
  page: parseAsInteger.withDefault(1),
  /** Name of the server that is looked at. */
  server: parseAsString,
}

export const loadRegistryParams = createLoader(registryParams)
export type RegistryParams = Awaited<ReturnType<typeof loadRegistryParams>>

const serialize = createSerializer(registryParams)

/** The address of the registry's page in a given state. */
export function registryHref(params: Partial<RegistryParams>): string {
  return serialize('/services/import/registry', params)
}
