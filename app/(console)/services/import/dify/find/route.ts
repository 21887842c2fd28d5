import { findForeign } from '#lib/sync/index.ts'
import { jsonRoute } from '../../../sync/json-route.ts'

/** Reads what is in namespaces and not ours; takes as long as Dify does, at most its deadlines. */
export const POST = jsonRoute(findForeign)
