import { getDraft } from '#lib/sync/index.ts'
import { jsonRoute } from '../json-route.ts'

/** The draft as it stands now, with what has changed under it. */
export const POST = jsonRoute(getDraft)
