import { testService } from '#lib/services/index.ts'
import { jsonRoute } from '../sync/json-route.ts'

/** Tests what stands in the form, without saving it; takes as long as the service does, at most its deadline. */
export const POST = jsonRoute(testService)
