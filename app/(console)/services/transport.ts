import type { ServiceSummary } from '#lib/services/index.ts'

/** The transports as people read them. */
export const TRANSPORT_LABELS = { auto: 'Automatic', streamable_http: 'Streamable HTTP', sse: 'SSE' } as const

/** The transport that a service was found to speak, or else the one chosen for it. */
export function transportLabel({
  seenTransport,
  transport,
}: Pick<ServiceSummary, 'seenTransport' | 'transport'>): string {
  return TRANSPORT_LABELS[seenTransport ?? transport]
}
