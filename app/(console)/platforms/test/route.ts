import { testConnection } from '#lib/platforms/index.ts'
import { jsonRoute } from '../../services/sync/json-route.ts'

/** Tests a connection, a saved one or what stands in the form; takes as long as the platform does, at most its deadline. */
export const POST = jsonRoute(testConnection)
