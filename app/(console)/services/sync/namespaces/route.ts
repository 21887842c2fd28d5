import { draftNamespaces } from '#lib/sync/index.ts'
import { jsonRoute } from '../json-route.ts'

/** One page of the namespaces of a draft's platform. */
export const POST = jsonRoute(draftNamespaces)
