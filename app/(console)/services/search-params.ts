import {
  createLoader,
  createSerializer,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'
import { SERVICE_SORTS, SERVICE_STATUSES } from '#lib/services/schema.ts'

/** Columns that can be hidden; name and menu always stand. */
export const OPTIONAL_COLUMNS = ['status', 'tools', 'transport', 'namespaces', 'latency', 'url', 'checked'] as const
export type OptionalColumn = (typeof OPTIONAL_COLUMNS)[number]

const USUAL_COLUMNS: OptionalColumn[] = ['status', 'tools', 'transport', 'namespaces', 'checked']

/** What the address of the services page holds: the table's state, and which dialog is open. */
export const servicesParams = {
  q: parseAsString.withDefault(''),
  status: parseAsStringLiteral(SERVICE_STATUSES),
  namespace: parseAsString,
  /** Only those that their registry warns of. */
  warned: parseAsBoolean.withDefault(false),
  sort: parseAsStringLiteral(SERVICE_SORTS).withDefault('name'),
  dir: parseAsStringLiteral(['asc', 'desc'] as const).withDefault('asc'),
  page: parseAsInteger.withDefault(1),
  columns: parseAsArrayOf(parseAsStringLiteral(OPTIONAL_COLUMNS)).withDefault(USUAL_COLUMNS),
  /** `new`, or the id of the service whose form is open. */
  form: parseAsString,
  /** The field that the form begins at: `credential`, `url`. */
  focus: parseAsString,
  /** The draft whose synchronization dialog is open; its step is the fragment of the address. */
  draft: parseAsString,
}

export const loadServicesParams = createLoader(servicesParams)
export type ServicesParams = Awaited<ReturnType<typeof loadServicesParams>>
type FilterParams = Pick<ServicesParams, 'q' | 'status' | 'namespace' | 'warned'>

const serialize = createSerializer(servicesParams)

/** The address of the services page in a given state. */
export function servicesHref(params: Partial<ServicesParams>): string {
  return serialize('/services', params)
}

/** The address of the same table as CSV. */
export function exportHref({ q, status, namespace, warned }: FilterParams): string {
  return serialize('/services/export', { q, status, namespace, warned })
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** What the address filters by. An address is typed by hand, or old: what is no filter means none. */
export function filterOf({ q, status, namespace, warned }: FilterParams) {
  return {
    q: q.slice(0, 200),
    warned,
    ...(status !== null && { status }),
    ...(namespace !== null && UUID.test(namespace) && { namespaceId: namespace }),
  }
}
