import { tryCandidate } from '#lib/sync/index.ts'
import { jsonRoute } from '../../../sync/json-route.ts'

/** Asks one address as Dify would; takes at most 20 s. */
export const POST = jsonRoute(tryCandidate)
