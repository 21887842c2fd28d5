import type { CallLine } from '../call-line.ts'
import { isFailure, isObject } from '../json-rpc.ts'

/** Notes in the access log how an answer ended that was read anyway. */
export function noteAnswer(line: CallLine, message: unknown): void {
  if (isFailure(message)) {
    line.verdict = 'rpc_error'
    line.code = String(message.error.code)
  } else if (isObject(message) && isObject(message.result) && message.result.isError === true)
    line.verdict = 'tool_error'
}
