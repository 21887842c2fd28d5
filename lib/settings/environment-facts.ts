import { type Context, type Environment, environment, requirePermission } from '#lib/core/index.ts'

/** One variable of the environment as the Settings page shows it: its value, or for a secret only whether it is set. */
export interface EnvironmentFact {
  name: keyof Environment
  shown: string
  /** Set by the environment, or the default. */
  given: boolean
  what: string
}

/** What each variable is for; `secret` ones are never shown, not even in part. */
const FACTS: { name: keyof Environment; what: string; secret?: true }[] = [
  { name: 'APP_URL', what: 'Where people reach this installation' },
  { name: 'BASE_PATH', what: 'Path before all pages, as they are built' },
  { name: 'GATEWAY_URL', what: 'Where platforms reach the gateway' },
  { name: 'HOST', what: 'Address it listens on' },
  { name: 'PORT', what: 'Port it listens on' },
  { name: 'DATABASE_URL', what: 'PostgreSQL; not set means the embedded database', secret: true },
  { name: 'DATA_DIR', what: 'Folder of the embedded database and the keys' },
  { name: 'AUTH_SECRET', what: 'Signs sessions; not set means the key kept in the data folder', secret: true },
  {
    name: 'SEALING_KEYS',
    what: 'Seal stored credentials; not set means the key kept in the data folder',
    secret: true,
  },
  { name: 'ADMIN_EMAIL', what: 'Admin made at the first start' },
  { name: 'ADMIN_PASSWORD', what: 'Password of that admin', secret: true },
  { name: 'TRUST_PROXY', what: 'Whether X-Forwarded headers are believed' },
  { name: 'REGISTRY_URL', what: 'Registry of MCP servers to take services from' },
  { name: 'OUTBOUND_DENY', what: 'Networks that services and platforms may not be in' },
  { name: 'WORKERS', what: 'Where runs and checks are worked' },
  { name: 'CRON_SECRET', what: 'On Vercel: what its cron calls the tick with', secret: true },
  { name: 'FUNCTION_SECONDS', what: 'On Vercel: how long a function may run' },
  { name: 'METRICS_TOKEN', what: 'What a Prometheus presents at /api/metrics', secret: true },
  { name: 'METRICS_PORT', what: 'Port for monitors alone' },
  { name: 'METRICS_HOST', what: 'Address that port listens on' },
  { name: 'LOG_LEVEL', what: 'What is logged' },
  { name: 'DEMO', what: 'Whether the demo can be loaded' },
]

/** What the environment sets, read only, without a secret. Needs `settings.write`. */
export function environmentFacts(
  ctx: Context,
  env: Environment = environment(),
  source: Record<string, string | undefined> = process.env,
): EnvironmentFact[] {
  requirePermission(ctx, 'settings.write')
  return FACTS.map(({ name, what, secret }) => {
    const given = source[name] !== undefined && source[name] !== ''
    const value = env[name]
    const shown = secret || value === undefined ? (given ? 'set' : 'not set') : String(value)
    return { name, what, given, shown }
  })
}
