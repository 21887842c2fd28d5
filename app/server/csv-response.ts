import { Readable } from 'node:stream'

/** A CSV file to be saved as `name`, whole or streamed; nobody keeps it on the way. */
export function csvResponse(csv: string | Readable, name: string): Response {
  const body = typeof csv === 'string' ? csv : (Readable.toWeb(csv) as ReadableStream)
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  })
}
