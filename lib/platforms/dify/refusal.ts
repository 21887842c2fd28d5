import { z } from 'zod'
import { PlatformError } from '../platform-error.ts'
import type { DifyAnswer } from './http.ts'
import { said } from './said.ts'

/** What Dify said when it refused, in one form for all releases. */
export interface Refusal {
  status: number
  /** Dify's own code; absent in the words of 1.8 to 1.11 about a body that does not fit. */
  code: string | undefined
  /** Dify's words, bounded and without secrets. */
  message: string
}

const refusalSchema = z.object({
  code: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  /** ≤ 1.7.2: the field that is missing. */
  params: z.string().optional().catch(undefined),
  /** 1.8.0 – 1.11.x: what is wrong, by field. */
  errors: z.record(z.string(), z.string()).optional().catch(undefined),
  /** Sign-in and refresh before 1.9.2. */
  data: z.string().optional().catch(undefined),
})

/** Since the summer of 2026 the message is a list of faults, as JSON in a string. */
const faultListSchema = z.array(z.object({ loc: z.array(z.union([z.string(), z.number()])), msg: z.string() }))

/** Reads a refusal in the words of any release. */
export function refusalOf(answer: DifyAnswer, secrets: readonly string[] = []): Refusal {
  const parsed = refusalSchema.safeParse(answer.body)
  if (!answer.isJson || !parsed.success)
    return { status: answer.status, code: undefined, message: said(`HTTP ${answer.status}${htmlTitle(answer.body)}`) }
  const { code, message, params, errors, data } = parsed.data
  const fields = errors && Object.entries(errors).map(([field, fault]) => `${field}: ${fault}`)
  const words = fields?.join('; ') ?? faultsIn(message ?? '') ?? message ?? data ?? `HTTP ${answer.status}`
  return { status: answer.status, code, message: said(params === undefined ? words : `${params}: ${words}`, secrets) }
}

/** Both newer forms repeat the input, which may hold a token: only where and what is kept. */
function faultsIn(message: string): string | undefined {
  if (/validation errors? for /.test(message))
    return message.replaceAll(/\s*\[type=[^\n]*|\s*For further information[^\n]*/g, '')
  if (!message.startsWith('[')) return undefined
  try {
    const faults = faultListSchema.parse(JSON.parse(message))
    return faults.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`).join('; ')
  } catch {
    return undefined
  }
}

function htmlTitle(body: unknown): string {
  const title = typeof body === 'string' ? /<title>([^<]*)<\/title>/i.exec(body)?.[1]?.trim() : undefined
  return title ? ` («${title}»)` : ''
}

/** The error for a call that Dify refused and that no caller knows a better sentence for. `what` completes «Dify refused …». */
export function refused(what: string, refusal: Refusal): PlatformError {
  const platformSaid = refusal.message
  if (refusal.status === 403)
    return new PlatformError('not_permitted', `Dify does not permit us ${what}.`, {
      next: 'Give the account a role in Dify that may manage MCP tools, or use another account.',
      platformSaid,
    })
  if (refusal.status === 429)
    return new PlatformError('too_many_requests', `Dify wants fewer requests and refused ${what}.`, {
      next: 'Wait a minute, then try again.',
      nextStep: 'retry',
      transient: true,
      platformSaid,
    })
  if (refusal.status >= 500)
    return new PlatformError('platform_failed', `Dify failed inside (${refusal.status}) when asked ${what}.`, {
      next: 'Look into the log of Dify’s API server for the reason.',
      transient: refusal.status > 500,
      platformSaid,
    })
  return new PlatformError('platform_refused', `Dify refused ${what} (${refusal.status}).`, {
    next: 'Dify’s own words tell the reason.',
    platformSaid,
  })
}
