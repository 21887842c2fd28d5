import type { MonitoringAnswer } from '#lib/monitoring/index.ts'

/** An answer of the monitoring as a route handler gives it. */
export function asResponse({ status, headers, body }: MonitoringAnswer): Response {
  return new Response(body, { status, headers })
}
