import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** How calls of the gateway ended, by the era of the caller: plain numbers, because they are counted on its hot path. */
type CallCounts = Record<(typeof CALL_VERDICTS)[number], Record<'legacy' | 'modern', number>>

const CALL_VERDICTS = ['ok', 'tool_error', 'rpc_error', 'refused', 'failed', 'cancelled'] as const

/** What this process counts of itself since it began. What lies in the database is read when somebody scrapes. */
export interface ProcessMetrics {
  registry: Registry
  /** Requests of pages and routes that were answered, by method and status class. */
  requests: Counter<'method' | 'status'>
  /** Seconds of each exchange with a platform, by method and status class; `none` is no answer. */
  platformSeconds: Histogram<'method' | 'status'>
  calls: CallCounts
  /** Lines of the gateway's access log that wait or were dropped; set by the gateway. */
  accessLog?: () => { waiting: number; dropped: number }
}

const PROCESS = Symbol.for('mcp-ferry.metrics')
type Holder = { [PROCESS]?: ProcessMetrics }

/** The figures of this process. They hang on `globalThis` because its two module graphs count into the same ones. */
export function processMetrics(): ProcessMetrics {
  const holder = globalThis as Holder
  holder[PROCESS] ??= makeMetrics()
  return holder[PROCESS]
}

/** «2xx» of 204; `none` where there was no answer. */
export function statusClass(status: number | undefined): string {
  return status === undefined ? 'none' : `${Math.floor(status / 100)}xx`
}

function makeMetrics(): ProcessMetrics {
  const registry = new Registry()
  const registers = [registry]
  const calls = Object.fromEntries(CALL_VERDICTS.map((verdict) => [verdict, { legacy: 0, modern: 0 }])) as CallCounts
  const metrics: ProcessMetrics = {
    registry,
    calls,
    requests: new Counter({
      ...{ name: 'mcp_ferry_http_requests_total', registers },
      help: 'Requests of pages and routes that this process answered',
      labelNames: ['method', 'status'],
    }),
    platformSeconds: new Histogram({
      ...{ name: 'mcp_ferry_platform_request_seconds', registers },
      help: 'Seconds of one exchange with a platform',
      labelNames: ['method', 'status'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
    }),
  }
  new Counter({
    ...{ name: 'mcp_ferry_gateway_calls_total', registers },
    help: 'Calls of the gateway that ended, by verdict and by the era of the caller',
    labelNames: ['verdict', 'era'] as const,
    collect() {
      this.reset()
      for (const [verdict, eras] of Object.entries(calls))
        for (const [era, count] of Object.entries(eras)) this.inc({ verdict, era }, count)
    },
  })
  new Counter({
    ...{ name: 'mcp_ferry_access_log_dropped_total', registers },
    help: 'Lines of the access log that were dropped because the database could not take them',
    collect() {
      this.reset()
      this.inc(metrics.accessLog?.().dropped ?? 0)
    },
  })
  new Gauge({
    ...{ name: 'mcp_ferry_access_log_waiting', registers },
    help: 'Lines of the access log that wait to be written',
    collect() {
      this.set(metrics.accessLog?.().waiting ?? 0)
    },
  })
  return metrics
}
