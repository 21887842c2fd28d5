import { z } from 'zod'
import { FerryError } from './errors.ts'
import { deploymentAddresses, runsServerless } from './host.ts'

const flag = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1')

const KEYS_FORM = 'must be id:key[,id:key…], each key 32 bytes in base64url; make one with «npm run -s keys»'

/** Says which keys are at fault and how, without repeating any of them. */
function nameKeyFaults(text: string, ctx: z.RefinementCtx): void {
  const entries = text.split(',').map((entry) => /^([\w-]{1,16}):(.*)$/.exec(entry) ?? [])
  for (const [index, [, id, key = '']] of entries.entries()) {
    if (id === undefined) ctx.addIssue(`${KEYS_FORM}; entry ${index + 1} does not begin with an id and a colon`)
    else if (entries.findIndex(([, other]) => other === id) < index) ctx.addIssue(`two keys have the id «${id}»`)
    else if (key.length !== 43) ctx.addIssue(`${KEYS_FORM}; the key «${id}» has ${key.length} characters, not 43`)
    else if (!/^[A-Za-z0-9_-]+$/.test(key))
      ctx.addIssue(`${KEYS_FORM}; the key «${id}» has characters that base64url has not`)
  }
}

/** Every variable that MCP Ferry reads from its environment; `.env.example` lists them with the same words. */
const environmentSchema = z.object({
  PORT: z.coerce.number('must be a number').int().min(1).max(65_535, 'must be at most 65535').default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  APP_URL: z.url('must be a whole URL such as https://ferry.example.com').optional(),
  BASE_PATH: z
    .string()
    .regex(/^(\/[\w.~-]+)+$/, 'must be a path such as /ferry, without a slash at its end')
    .or(z.literal(''))
    .default(''),
  GATEWAY_URL: z.url('must be a whole URL such as https://ferry.example.com').optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/\S+$/, 'must begin with postgres:// or postgresql://')
    .optional(),
  DATA_DIR: z.string().min(1).default('.data'),
  AUTH_SECRET: z.string().min(32, 'must have at least 32 characters; make one with «npm run -s keys»').optional(),
  SEALING_KEYS: z.string().superRefine(nameKeyFaults).optional(),
  ADMIN_EMAIL: z.email('must be an e-mail address').optional(),
  ADMIN_PASSWORD: z.string().min(10, 'must have at least 10 characters').optional(),
  METRICS_TOKEN: z
    .string()
    .min(16, 'must have at least 16 characters')
    .regex(/^[!-~]+$/, 'must be visible ASCII without spaces')
    .optional(),
  METRICS_PORT: z.coerce.number('must be a number').int().min(1).max(65_535, 'must be at most 65535').optional(),
  METRICS_HOST: z.string().min(1).default('127.0.0.1'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
  WORKERS: z.enum(['inline', 'off']).default('inline'),
  DEMO: flag.optional(),
  TRUST_PROXY: flag.default(false),
  REGISTRY_URL: z
    .union(
      [z.literal('off'), z.url({ protocol: /^https?$/ })],
      'must be a whole URL such as https://registry.example.com, or off',
    )
    .default('https://registry.modelcontextprotocol.io'),
  CRON_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
  FUNCTION_SECONDS: z.coerce.number('must be a number').int().min(10).max(900, 'must be at most 900').default(300),
  OUTBOUND_DENY: z.string().default('169.254.0.0/16,fe80::/10,fd00:ec2::254/128,0.0.0.0/8,::/128'),
})

export type Environment = z.infer<typeof environmentSchema>

/**
 * Parses the environment, naming every fault at once.
 * Throws `invalid_environment` with one line a variable; empty strings count as absent.
 */
export function parseEnvironment(source: Record<string, string | undefined>): Environment {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''))
  const present = { ...hostDefaults(source), ...given }
  const parsed = environmentSchema.safeParse(present)
  const faults = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  if (parsed.success && (parsed.data.ADMIN_EMAIL === undefined) !== (parsed.data.ADMIN_PASSWORD === undefined))
    faults.push('ADMIN_EMAIL, ADMIN_PASSWORD: give both or none')
  if (parsed.success && parsed.data.APP_URL !== undefined && pathOf(parsed.data.APP_URL) !== parsed.data.BASE_PATH)
    faults.push('APP_URL: its path must be BASE_PATH, the path that the pages are built for')
  if (runsServerless(source) && given.DATABASE_URL === undefined)
    faults.push('DATABASE_URL: must be given on Vercel, where no file outlives a request (postgres://…)')
  if (given.DATABASE_URL !== undefined || runsServerless(source))
    for (const name of ['AUTH_SECRET', 'SEALING_KEYS'] as const)
      if (given[name] === undefined)
        faults.push(`${name}: must be given when DATABASE_URL is set (make one with «npm run -s keys»)`)
  if (!parsed.success || faults.length > 0)
    throw new FerryError(
      'invalid_environment',
      500,
      `The environment has ${faults.length} fault(s):\n  ${faults.join('\n  ')}`,
      {
        next: 'Correct the variables; .env.example explains each.',
      },
    )
  return parsed.data
}

/** What Vercel itself says: the deployment's own address, and a proxy in front that sets `X-Forwarded-For`. */
function hostDefaults(source: Record<string, string | undefined>): Record<string, string> {
  if (!runsServerless(source)) return {}
  const [address] = deploymentAddresses(source)
  return { TRUST_PROXY: 'true', ...(address !== undefined && { APP_URL: address }) }
}

/** Where people reach this process: `APP_URL`, else where it listens, as this machine names it. */
export function ownUrl({ APP_URL, BASE_PATH, HOST, PORT }: Environment): string {
  const host = HOST === '0.0.0.0' || HOST === '::' ? 'localhost' : HOST.includes(':') ? `[${HOST}]` : HOST
  return APP_URL ?? `http://${host}:${PORT}${BASE_PATH}`
}

/** What next-auth is told of our address: its own routes below it, because it knows no base path. */
export function authUrl(env: Environment): string {
  return env.BASE_PATH === '' ? ownUrl(env) : `${ownUrl(env).replace(/\/$/, '')}/api/auth`
}

const pathOf = (url: string) => new URL(url).pathname.replace(/\/$/, '')

const CACHE = Symbol.for('mcp-ferry.environment')
type Holder = { [CACHE]?: Environment }

/** The parsed environment of this process; parsed once. */
export function environment(): Environment {
  const holder = globalThis as Holder
  holder[CACHE] ??= parseEnvironment(process.env)
  return holder[CACHE]
}
