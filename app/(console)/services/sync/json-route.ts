import { currentContext } from '#app/server/context.ts'
import { type Context, errorStatus, publicError } from '#lib/core/index.ts'

/**
 * A route of the dialog: takes and answers JSON, and calls one verb. It exists beside the server actions because a browser sends
 * those one after the other: what takes long (asking services, looking at namespaces) would make the next step wait.
 */
export function jsonRoute<I, O>(run: (ctx: Context, input: I) => Promise<O>) {
  return async (request: Request): Promise<Response> => {
    try {
      const input = (await request.json().catch(() => undefined)) as I
      return Response.json({ ok: true, value: await run(await currentContext(), input) })
    } catch (error) {
      return Response.json({ ok: false, error: publicError(error) }, { status: errorStatus(error) })
    }
  }
}
