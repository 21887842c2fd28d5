import type { Exchange, Serve } from '../http.ts'

/** Serves what answers web requests: streams go out as they come, and a caller who leaves ends the request. */
export function overWeb(handle: (request: Request) => Promise<Response>): Serve {
  return async (exchange) => {
    const { response } = exchange
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    const answer = await handle(asRequest(exchange, gone.signal))
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    for await (const chunk of answer.body ?? []) {
      if (gone.signal.aborted) break
      response.write(chunk)
    }
    response.end()
  }
}

function asRequest({ request, body }: Exchange, signal: AbortSignal): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers.set(name, value)
  const { method = 'GET' } = request
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`)
  return new Request(url, { method, headers, signal, ...(method === 'POST' && { body }) })
}
