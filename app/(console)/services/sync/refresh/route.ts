import { refreshNamespaces } from '#lib/platforms/index.ts'
import { jsonRoute } from '../json-route.ts'

/** Lists a platform's namespaces anew and counts what is in them. */
export const POST = jsonRoute(refreshNamespaces)
