import { previewImport } from '#lib/imports/index.ts'
import { boundedJsonRoute } from '../bounded-json-route.ts'

/** What importing the texts would do; nothing of them is kept. */
export const POST = boundedJsonRoute(previewImport)
