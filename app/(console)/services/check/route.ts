import { checkServiceNow } from '#lib/services/index.ts'
import { jsonRoute } from '../sync/json-route.ts'

/** Checks one service now; takes as long as the service does, at most its deadline. */
export const POST = jsonRoute(checkServiceNow)
