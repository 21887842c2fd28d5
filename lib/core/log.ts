import pino from 'pino'
import { logError } from './log-error.ts'

/** Fields that may carry a secret; whatever they hold is replaced before a line is written. */
const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'token',
  'credential',
  'headers',
  'sealed',
  'apiKey',
  'adminKey',
]

/** The process's log: one JSON object a line on standard error; level by `LOG_LEVEL`. Secrets are never given to it; redaction is the second line. */
export const log = pino(
  {
    level: process.env.LOG_LEVEL ?? 'info',
    base: null,
    serializers: { err: (error: unknown) => logError(error) },
    redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[removed]' },
  },
  pino.destination({ dest: 2, sync: true }),
)
