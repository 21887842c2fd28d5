import { networkReason } from '#lib/core/index.ts'
import type { Answer } from './answer.ts'
import type { ExchangeStep } from './report.ts'
import { codeText, parseRpcError } from './rpc-error.ts'

/** A recorded answer as «Test» shows it: no body, no header, so no credential. */
export function exchangeStep(answer: Answer, url: string): ExchangeStep {
  return { what: answer.what, answer: answerText(answer, url), ms: answer.ms }
}

function answerText(answer: Answer, url: string): string {
  if (answer.status === undefined)
    return networkReason(answer.failure, url)?.message ?? (answer.failure === undefined ? 'no answer yet' : 'no answer')
  const error = parseRpcError(answer.text)
  const broken = answer.status < 300 && answer.failure !== undefined ? ', broken off' : ''
  return `${answer.status}${error === undefined ? '' : `, error ${codeText(error.code)}`}${broken}`
}
