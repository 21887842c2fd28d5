import { refreshNamespaces } from '#lib/platforms/index.ts'
import { jsonRoute } from '../../services/sync/json-route.ts'

/** Lists a platform's namespaces anew and counts what is in them; what takes longer than a few seconds is counted later. */
export const POST = jsonRoute(refreshNamespaces)
