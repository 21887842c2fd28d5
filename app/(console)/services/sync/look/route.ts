import { makePlan } from '#lib/sync/index.ts'
import { jsonRoute } from '../json-route.ts'

/** Looks at the chosen namespaces now, and makes the plan. */
export const POST = jsonRoute(makePlan)
