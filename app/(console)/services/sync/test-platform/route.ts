import { testConnection } from '#lib/platforms/index.ts'
import { jsonRoute } from '../json-route.ts'

/** Asks a platform again whether it can be reached; what it says is kept with it. */
export const POST = jsonRoute(testConnection)
