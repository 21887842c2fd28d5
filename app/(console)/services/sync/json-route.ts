import { headers } from 'next/headers'
import { currentContext } from '#app/server/context.ts'
import { type Context, environment, errorStatus, FerryError, isOwnOrigin, publicError } from '#lib/core/index.ts'

/**
 * A route of the dialog: takes and answers JSON, and calls one verb. It exists beside the server actions because a browser sends
 * those one after the other: what takes long (asking services, looking at namespaces) would make the next step wait.
 */
export function jsonRoute<I, O>(run: (ctx: Context, input: I, signal: AbortSignal) => Promise<O>) {
  return async (request: Request): Promise<Response> => {
    try {
      await requireOwnOrigin()
      const input = (await request.json().catch(() => undefined)) as I
      return Response.json({ ok: true, value: await run(await currentContext(), input, request.signal) })
    } catch (error) {
      return Response.json({ ok: false, error: publicError(error) }, { status: errorStatus(error) })
    }
  }
}

async function requireOwnOrigin(): Promise<void> {
  const sent = await headers()
  const { APP_URL, TRUST_PROXY } = environment()
  const hosts = [
    sent.get('host') ?? undefined,
    TRUST_PROXY ? (sent.get('x-forwarded-host') ?? undefined) : undefined,
    APP_URL === undefined ? undefined : new URL(APP_URL).host,
  ]
  if (!isOwnOrigin(sent.get('origin') ?? undefined, hosts))
    throw new FerryError('foreign_origin', 403, 'This request comes from another site.', {
      next: 'Open MCP Ferry itself.',
    })
}
