import type { IncomingHttpHeaders } from 'node:http'
import { GatewayError } from '../gateway-error.ts'
import { isObject, type RpcRequest } from '../json-rpc.ts'
import { decodeHeaderValue } from './header-values.ts'
import { MODERN_VERSION, VERSION_KEY } from './versions.ts'

const CAPABILITIES_KEY = 'io.modelcontextprotocol/clientCapabilities'

/** The parameter that `Mcp-Name` repeats, for the methods that have one. */
const NAMED_BY = new Map([
  ['tools/call', 'name'],
  ['prompts/get', 'name'],
  ['resources/read', 'uri'],
  ['tasks/get', 'taskId'],
  ['tasks/update', 'taskId'],
  ['tasks/cancel', 'taskId'],
])

/** What `Mcp-Name` has to say for a request; undefined where it says nothing. */
export function mcpNameOf({
  method,
  params,
}: {
  method: string
  params?: Record<string, unknown>
}): string | undefined {
  const value = params?.[NAMED_BY.get(method) ?? '']
  return typeof value === 'string' ? value : undefined
}

/**
 * Checks a modern request as the specification orders it: the envelope in the body, then the version, then each header against the
 * body. Throws the refusal (400 with −32602, −32022 or −32020). `Mcp-Param-*` need the tool's schema and are not looked at.
 */
export function checkModernRequest(headers: IncomingHttpHeaders, message: RpcRequest): void {
  const meta = message.params?._meta
  if (!isObject(meta)) throw invalid('params._meta is missing.')
  const version = meta[VERSION_KEY]
  if (typeof version !== 'string') throw invalid(`params._meta has no ${VERSION_KEY}.`)
  if (!isObject(meta[CAPABILITIES_KEY])) throw invalid(`params._meta has no ${CAPABILITIES_KEY}.`)

  const versionHeader = headers['mcp-protocol-version']
  if (versionHeader !== undefined) agree('MCP-Protocol-Version', versionHeader, version)
  if (version !== MODERN_VERSION)
    throw new GatewayError('unsupported_version', `Version ${version.slice(0, 40)} of the protocol is not supported.`, {
      status: 400,
      rpcCode: -32022,
      data: { supported: [MODERN_VERSION], requested: version.slice(0, 40) },
    })
  agree('MCP-Protocol-Version', versionHeader, version)
  agree('Mcp-Method', headers['mcp-method'], message.method)
  const name = mcpNameOf(message)
  if (name !== undefined) agree('Mcp-Name', headers['mcp-name'], name, decodeHeaderValue)
}

function agree(
  header: string,
  value: string | string[] | undefined,
  expected: string,
  decode: (value: string) => string | undefined = (text) => text.trim(),
): void {
  if (typeof value !== 'string') throw headerMismatch(`The header ${header} is missing.`)
  if (decode(value) !== expected) throw headerMismatch(`The header ${header} says something else than the body.`)
}

function invalid(message: string): GatewayError {
  return new GatewayError('invalid_envelope', message, { status: 400, rpcCode: -32602 })
}

/** A header that is missing or says something else than the body. */
export function headerMismatch(message: string): GatewayError {
  return new GatewayError('header_mismatch', message, { status: 400, rpcCode: -32020 })
}
