import { isObject, type Json, type JsonObject, parseJson } from '../../json.ts'
import { ValueProblem } from '../http.ts'
import type { McpTool } from '../state.ts'
import { coded, McpAuthFailure } from './failures.ts'

/**
 * The message in a text.
 * @throws ValueProblem when it is no JSON-RPC message.
 */
export function parseMessage(text: string, pydantic: string): JsonObject {
  const more = (type: string) => `    For further information visit https://errors.pydantic.dev/${pydantic}/v/${type}`
  const message = parseJson(text)
  if (message === undefined) {
    const why =
      text.trim() === '' ? 'EOF while parsing a value at line 1 column 0' : 'expected value at line 1 column 1'
    const shown = `[type=json_invalid, input_value='${text.slice(0, 25)}', input_type=str]`
    throw new ValueProblem(
      `1 validation error for JSONRPCMessage\n  Invalid JSON: ${why} ${shown}\n${more('json_invalid')}`,
    )
  }
  if (!isObject(message) || message.jsonrpc !== '2.0') {
    const missing = 'JSONRPCRequest.jsonrpc\n  Field required [type=missing]'
    throw new ValueProblem(`1 validation error for JSONRPCMessage\n${missing}\n${more('missing')}`)
  }
  return message
}

/**
 * The result in an answer.
 * @throws McpAuthFailure, McpFailure when it is an error; ValueProblem when it is neither.
 */
export function resultOf(message: JsonObject): Json {
  const { error, result } = message
  if (isObject(error)) {
    const code = typeof error.code === 'number' ? error.code : 0
    const text = String(error.message ?? '')
    if (code === 401) throw new McpAuthFailure(text)
    throw coded(code, text)
  }
  if (result === undefined) throw new ValueProblem('Server Error: the answer has neither a result nor an error')
  return result
}

/** The protocol version of an `initialize` result. @throws ValueProblem when it is not one. */
export function protocolOf(result: Json, pydantic: string): string {
  const found = isObject(result) ? result : {}
  if (!isObject(found.capabilities)) throw missing('InitializeResult', 'capabilities', pydantic)
  if (!isObject(found.serverInfo)) throw missing('InitializeResult', 'serverInfo', pydantic)
  if (typeof found.protocolVersion !== 'string') throw missing('InitializeResult', 'protocolVersion', pydantic)
  return found.protocolVersion
}

/** The tools of a `tools/list` result, of its one page. @throws ValueProblem when one of them is malformed. */
export function toolsOf(result: Json, pydantic: string): McpTool[] {
  const tools = isObject(result) ? result.tools : undefined
  if (!Array.isArray(tools)) throw missing('ListToolsResult', 'tools', pydantic)
  return tools.map((tool: Json, at): McpTool => {
    const { name, description, inputSchema, outputSchema } = isObject(tool) ? tool : {}
    if (typeof name !== 'string') throw missing('ListToolsResult', `tools.${at}.name`, pydantic)
    if (!isObject(inputSchema)) throw missing('ListToolsResult', `tools.${at}.inputSchema`, pydantic)
    const told = typeof description === 'string' ? description : ''
    return { name, description: told, inputSchema, ...(isObject(outputSchema) && { outputSchema }) }
  })
}

function missing(model: string, field: string, pydantic: string): ValueProblem {
  const more = `    For further information visit https://errors.pydantic.dev/${pydantic}/v/missing`
  return new ValueProblem(`1 validation error for ${model}\n${field}\n  Field required [type=missing]\n${more}`)
}
