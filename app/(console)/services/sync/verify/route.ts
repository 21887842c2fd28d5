import { verifyTokens } from '#lib/sync/index.ts'
import { jsonRoute } from '../json-route.ts'

/** Asks services with the draft's tokens and without, as the platform would; takes up to about 20 seconds. */
export const POST = jsonRoute(verifyTokens)
