import { createLoader, createSerializer, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { NAMESPACE_FILTERS, NAMESPACE_SORTS } from '#lib/platforms/schema.ts'

/** The part of the form that it begins at. */
const focus = parseAsStringLiteral(['address', 'sign-in'] as const)

/** What the address of the platforms page holds: which dialog is open. */
const platformsParams = {
  /** Any value opens «Connect a platform». */
  connect: parseAsString,
  /** The draft of a synchronization that waits for a platform; closing and saving lead back to it. */
  draft: parseAsString,
  /** The platform whose form is open. */
  edit: parseAsString,
  focus,
}

/** What the address of one platform's page holds: its table's state, and whether its form is open. */
export const namespacesParams = {
  q: parseAsString.withDefault(''),
  show: parseAsStringLiteral(NAMESPACE_FILTERS).withDefault('all'),
  sort: parseAsStringLiteral(NAMESPACE_SORTS).withDefault('name'),
  dir: parseAsStringLiteral(['asc', 'desc'] as const).withDefault('asc'),
  page: parseAsInteger.withDefault(1),
  edit: parseAsString,
  focus,
}

export const loadPlatformsParams = createLoader(platformsParams)
export const loadNamespacesParams = createLoader(namespacesParams)
export type NamespacesParams = Awaited<ReturnType<typeof loadNamespacesParams>>
export type FormFocus = NamespacesParams['focus']

const serializePlatforms = createSerializer(platformsParams)
const serializeNamespaces = createSerializer(namespacesParams)

/** The page of all platforms, with a dialog or without. */
export function platformsHref(params: Parameters<typeof serializePlatforms>[1] = {}): string {
  return serializePlatforms('/platforms', params)
}

/** The page of one platform, its table in a given state. */
export function platformHref(id: string, params: Partial<NamespacesParams> = {}): string {
  return serializeNamespaces(`/platforms/${id}`, params)
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** Where the dialog of a draft waits for its platform; null for what is no draft's id. */
export function draftHref(draft: string | null): string | null {
  return draft !== null && UUID.test(draft) ? `/services?draft=${draft}#platform` : null
}
