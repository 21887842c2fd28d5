import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { DatabaseConnection } from '#db/client.ts'
import { log, processMetrics } from '#lib/core/index.ts'
import { DATABASE_METRICS, databaseFigures, type Figure } from './database-figures.ts'
import { within } from './within.ts'

/** Figures of the database are this old at most; several scrapers cost it no more than one. */
const FRESH_MS = 5000
const DEADLINE_MS = 5000

const CACHE = Symbol.for('mcp-ferry.metrics-figures')
type Holder = { [CACHE]?: { at: number; figures: Promise<Figure[]> }; [DEFAULTS]?: true }
const DEFAULTS = Symbol.for('mcp-ferry.metrics-defaults')

/** The content type of what `metricsText` gives. */
export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE

/**
 * Everything that is measured, as Prometheus reads it (text format 0.0.4): what this process counts, and what lies in the database,
 * which all processes tell alike. Without the database `mcp_ferry_database_up` is 0 and its figures are absent.
 */
export async function metricsText(open: () => Promise<DatabaseConnection>): Promise<string> {
  const { registry } = processMetrics()
  const holder = globalThis as Holder
  // From the first scrape on: who never asks pays nothing for it.
  if (holder[DEFAULTS] === undefined) collectDefaultMetrics({ register: registry })
  holder[DEFAULTS] = true
  const shared = new Registry()
  const figures = await freshFigures(open).catch((error: unknown) => {
    log.warn({ err: error }, 'the figures of the database could not be read')
    return undefined
  })
  const up = new Gauge({
    name: 'mcp_ferry_database_up',
    help: 'Whether the database answered',
    registers: [shared],
  })
  up.set(figures === undefined ? 0 : 1)
  for (const [name, { help, labels }] of Object.entries(figures === undefined ? {} : DATABASE_METRICS)) {
    const gauge = new Gauge({ name, help, labelNames: [...labels], registers: [shared] })
    for (const figure of figures ?? []) if (figure.name === name) gauge.set(figure.labels, figure.value)
  }
  return `${await registry.metrics()}\n${await shared.metrics()}`
}

function freshFigures(open: () => Promise<DatabaseConnection>): Promise<Figure[]> {
  const holder = globalThis as Holder
  const cached = holder[CACHE]
  if (cached !== undefined && Date.now() - cached.at < FRESH_MS) return cached.figures
  const figures = within(
    DEADLINE_MS,
    open().then(({ db }) => databaseFigures(db)),
  )
  holder[CACHE] = { at: Date.now(), figures }
  figures.catch(() => delete holder[CACHE])
  return figures
}
