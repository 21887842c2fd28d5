import { setTimeout as pause } from 'node:timers/promises'
import type { NextRequest } from 'next/server'
import { currentContext } from '#app/server/context.ts'
import { serverDatabase } from '#app/server/database.ts'
import { functionDeadline } from '#app/server/function-time.ts'
import { problem } from '#app/server/problem.ts'
import { requestSessionId } from '#app/server/session-cookie.ts'
import { workBeside } from '#app/server/work.ts'
import { type Context, log } from '#lib/core/index.ts'
import { readSession } from '#lib/identity/index.ts'
import { runChanges } from '#lib/sync/index.ts'
import type { RunChanges } from '#lib/sync/schema.ts'

export const dynamic = 'force-dynamic'

const LOOK_EVERY_MS = 500
/** A line that says nothing, so that proxies keep the connection. */
const ALIVE_EVERY_MS = 15_000
/** A session that ends is noticed within this. */
const SESSION_EVERY_MS = 20_000
/** How long a browser waits before it connects again. */
const RECONNECT_MS = 1000

/**
 * A run as server-sent events: `changes` with what is newer, under the run's revision as id, so that a connection that breaks goes on
 * where it was; `over` when the run has ended; `signed-out` when the session has. A stream that would outlive its function ends a little
 * before, and the browser connects again; where no worker stays, it works the run itself.
 */
export async function GET(request: NextRequest, { params }: RouteContext<'/api/runs/[id]/events'>): Promise<Response> {
  try {
    const until = functionDeadline()
    const { id } = await params
    const ctx = await currentContext()
    const sessionId = await requestSessionId()
    const since = Number(request.headers.get('last-event-id') ?? request.nextUrl.searchParams.get('since') ?? 0)
    const first = await runChanges(ctx, { runId: id, sinceRevision: since })
    const work = workBeside(await serverDatabase(), until)
    const events = follow({ ctx, runId: id, since, first, sessionId, signal: request.signal, until, work })
    return new Response(stream(events), {
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        // No compression and no buffering on the way: each event is to arrive at once.
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
      },
    })
  } catch (error) {
    return problem(error)
  }
}

interface Following {
  ctx: Context
  runId: string
  since: number
  first: RunChanges
  sessionId: string | undefined
  signal: AbortSignal
  /** When the stream has to end, unix milliseconds. */
  until: number
  work(): void
}

async function* follow(following: Following): AsyncGenerator<string> {
  const { ctx, runId, since, first, sessionId, signal, until, work } = following
  yield `retry: ${RECONNECT_MS}\n\n`
  let revision = since
  let changes = first
  let said = Date.now()
  let known = Date.now()
  while (!signal.aborted && Date.now() < until) {
    work()
    if (changes.run !== null) {
      revision = changes.revision
      said = Date.now()
      yield `id: ${revision}\nevent: changes\ndata: ${JSON.stringify(changes)}\n\n`
      if (changes.run.status === 'done' || changes.run.status === 'cancelled') {
        yield 'event: over\ndata: {}\n\n'
        return
      }
    } else if (Date.now() - said > ALIVE_EVERY_MS) {
      said = Date.now()
      yield ': still here\n\n'
    }
    await pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => {})
    if (signal.aborted) return
    if (Date.now() - known > SESSION_EVERY_MS) {
      known = Date.now()
      if (!(await isOpen(ctx, sessionId))) {
        yield 'event: signed-out\ndata: {}\n\n'
        return
      }
    }
    changes = await runChanges(ctx, { runId, sinceRevision: revision })
  }
}

/** By the database handle that was got while the request was at hand: a stream outlives what Next knows of its request. */
async function isOpen({ db }: Context, sessionId: string | undefined): Promise<boolean> {
  return sessionId !== undefined && (await readSession(db, sessionId)).open
}

/** Pulls an event when the reader has taken the one before; a fault ends the stream, and the browser connects again. */
function stream(events: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await events.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      } catch (error) {
        log.warn({ err: error }, 'the event stream of a run broke off')
        controller.close()
      }
    },
    async cancel() {
      await events.return(undefined)
    },
  })
}
