import { readCheckAllProgress } from '#lib/services/index.ts'
import { jsonRoute } from '../sync/json-route.ts'

/** How far the last «Check all» is. */
export const POST = jsonRoute((ctx) => readCheckAllProgress(ctx))
