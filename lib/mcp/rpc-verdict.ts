import {
  codeText,
  HEADER_MISMATCH,
  METHOD_NOT_FOUND,
  MISSING_CLIENT_CAPABILITY,
  type RpcError,
  UNSUPPORTED_VERSION,
} from './rpc-error.ts'
import { quoted, type Verdict } from './verdict.ts'

/** What a JSON-RPC error says of a service; `what` names the request («POST tools/list»). */
export function rpcVerdict(error: RpcError, what: string): Verdict {
  switch (error.code) {
    case UNSUPPORTED_VERSION:
      return newerOnly(error.supported)
    case HEADER_MISMATCH:
      return {
        code: 'headers_changed',
        message: 'The service did not get the headers of the request as they were sent (−32020).',
        next: 'Let the proxies before the service pass headers that begin with Mcp- unchanged.',
      }
    case MISSING_CLIENT_CAPABILITY:
      return {
        code: 'needs_capability',
        message: `The service serves only clients with more abilities: ${quoted(error.message)}.`,
        next: 'Ask who runs it whether it can list its tools without them.',
      }
    case METHOD_NOT_FOUND:
      if (what.endsWith('tools/list'))
        return {
          code: 'no_tools',
          message: 'The service speaks MCP, but offers no tools.',
          next: 'Check that it is the right service.',
        }
  }
  return {
    code: 'service_error',
    message: `The service answers ${what.replace(/^POST /, '')} with error ${codeText(error.code)}: ${quoted(error.message)}.`,
    next: 'Look into the log of the service.',
  }
}

/** The service speaks protocol versions that we don't know. */
export function newerOnly(supported: readonly string[]): Verdict {
  return {
    code: 'newer_only',
    message:
      supported.length === 0
        ? 'The service speaks no MCP version that is known here.'
        : `The service speaks only MCP ${supported.slice(0, 5).map(clean).join(', ')}, which is not known here.`,
    next: 'Update MCP Ferry, or let the service speak 2026-07-28 or an earlier version as well.',
  }
}

/** The service answered `initialize` with a version that this handshake does not have. */
export function unsupportedVersion(answered: string): Verdict {
  return {
    code: 'unsupported_version',
    message: `The service answers the handshake with MCP ${clean(answered)}, which is no version of that handshake.`,
    next: 'Let it answer with the version that it is offered, or with an earlier one.',
  }
}

function clean(version: string): string {
  return version.replace(/[^\w.-]/g, '').slice(0, 20)
}
