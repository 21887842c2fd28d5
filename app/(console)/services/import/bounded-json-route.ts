import { currentContext } from '#app/server/context.ts'
import { type Context, errorStatus, publicError } from '#lib/core/index.ts'
import { tooBig } from '#lib/imports/index.ts'
import { MOST_BYTES } from '#lib/imports/schema.ts'

/** Texts as JSON escape their line breaks and quotes: twice their size is never reached by what is allowed. */
const MOST_BODY_BYTES = MOST_BYTES * 2

/** A route that takes texts: calls one verb, and gives up a body that is too big before it is in memory. */
export function boundedJsonRoute<I, O>(run: (ctx: Context, input: I) => Promise<O>) {
  return async (request: Request): Promise<Response> => {
    try {
      const ctx = await currentContext()
      const input = await boundedJson(request)
      return Response.json({ ok: true, value: await run(ctx, input as I) })
    } catch (error) {
      return Response.json({ ok: false, error: publicError(error) }, { status: errorStatus(error) })
    }
  }
}

async function boundedJson(request: Request): Promise<unknown> {
  if (Number(request.headers.get('content-length') ?? 0) > MOST_BODY_BYTES) throw tooBig()
  const pieces: Uint8Array[] = []
  let bytes = 0
  const reader = request.body?.getReader()
  for (let next = await reader?.read(); next?.done === false; next = await reader?.read()) {
    bytes += next.value.byteLength
    if (bytes > MOST_BODY_BYTES) {
      await reader?.cancel()
      throw tooBig()
    }
    pieces.push(next.value)
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8'))
  } catch {
    // The verb says what is missing.
    return undefined
  }
}
