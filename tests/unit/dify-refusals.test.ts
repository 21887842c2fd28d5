import { describe, expect, it } from 'vitest'
import type { DifyAnswer } from '#lib/platforms/dify/http.ts'
import { connectFailure } from '#lib/platforms/dify/reasons.ts'
import { refusalOf } from '#lib/platforms/dify/refusal.ts'
import { said } from '#lib/platforms/dify/said.ts'

function answer(status: number, body: unknown): DifyAnswer {
  return { status, headers: new Headers(), body, isJson: typeof body !== 'string', release: '1.14.0' }
}

describe('a refusal in the words of any release', () => {
  it.each([
    [
      '≤ 1.7.2',
      400,
      { code: 'invalid_param', message: 'Missing required parameter', params: 'name' },
      'name: Missing required parameter',
    ],
    ['1.8 – 1.11', 400, { errors: { name: 'Missing' }, message: 'Input payload validation failed' }, 'name: Missing'],
    [
      '1.12 – 1.16',
      400,
      {
        code: 'invalid_param',
        message:
          '1 validation error for MCPProviderCreatePayload\nheaders.X-N\n  Input should be a valid string [type=string_type, input_value=5, input_type=int]\n    For further information visit https://errors.pydantic.dev/2.12/v/string_type',
      },
      'headers.X-N Input should be a valid string',
    ],
    [
      'main of 2026-08',
      422,
      {
        code: 'unprocessable_entity',
        message:
          '[{"type":"missing","loc":["name"],"msg":"Field required","input":{"headers":{"Authorization":"Bearer canary-1234"}}}]',
      },
      'name: Field required',
    ],
    ['a failed refresh', 401, { result: 'fail', data: 'Invalid refresh token' }, 'Invalid refresh token'],
    ['HTML', 502, '<html><head><title>502 Bad Gateway</title></head></html>', '502 Bad Gateway'],
  ])('%s', (_release, status, body, expected) => {
    const { message } = refusalOf(answer(status, body))
    expect(message).toContain(expected)
    expect(message).not.toContain('canary')
    expect(message).not.toContain('input_value')
  })

  it('keeps words bounded and without secrets', () => {
    const text = said(`${'x'.repeat(2000)}`)
    expect(text.length).toBeLessThan(700)
    expect(said('got Bearer canary-1234 from you', ['Bearer canary-1234'])).toBe('got [removed] from you')
    expect(said('value canary-1234', ['Bearer canary-1234'])).toBe('value [removed]')
    expect(said('the Bearer scheme', ['Bearer canary-1234'])).toBe('the Bearer scheme')
  })
})

describe('why Dify could not use a service', () => {
  // Each text as a real release said it.
  it.each([
    ['Failed to discover OAuth metadata from server', 'token_refused', 'token'],
    [
      'Failed to connect to MCP server: Authentication retry failed: Failed to discover OAuth metadata from server',
      'token_refused',
      'token',
    ],
    [
      "Failed to authenticate: Client error '404 Not Found' for url 'http://127.0.0.1:7100/register'",
      'token_refused',
      'token',
    ],
    [
      'Could not register OAuth client: 404 Client Error: Not Found for url: http://127.0.0.1:7100/register',
      'token_refused',
      'token',
    ],
    ['Please auth the tool first', 'token_refused', 'token'],
    ['[Errno 111] Connection refused', 'unreachable_from_platform', 'network'],
    ['Failed to connect to MCP server: [Errno -2] Name or service not known', 'host_unknown_to_platform', 'network'],
    [
      "Failed to connect to MCP server: code=403 message=\"Client error '403 Forbidden' for url 'http://a/mcp'\"",
      'forbidden_to_platform',
      'token',
    ],
    [
      "Failed to connect to MCP server: code=500 message=\"Server error '500 Internal Server Error' for url 'http://a/mcp'\"",
      'service_failed',
      'service',
    ],
    [
      "Failed to connect to MCP server: code=32600 message='Session terminated by server' data=None",
      'not_found_by_platform',
      'service',
    ],
    [
      "code=32600 message='MCP server URL returned 404 Not Found: http://a/mcp — verify the server URL'",
      'not_found_by_platform',
      'service',
    ],
    [
      "Failed to connect to MCP server: code=400 message=\"Client error '400 Bad Request' for url 'http://a/mcp'\"",
      'request_refused',
      'service',
    ],
    ['Failed to connect to MCP server: Unexpected content type: text/html; charset=utf-8', 'not_mcp', 'service'],
    ['1 validation error for JSONRPCMessage … Invalid JSON: EOF while parsing', 'not_mcp', 'service'],
    ['failed to get endpoint URL', 'not_mcp', 'service'],
    ['Failed to connect to MCP server: timed out', 'timed_out_from_platform', 'network'],
    ['[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed', 'tls_refused_by_platform', 'service'],
    ['something that no release said so far', 'not_connected', 'service'],
  ])('%s → %s', (message, code, nextStep) => {
    const failure = connectFailure({ status: 400, code: 'invalid_param', message }, 'created', true)
    expect(failure).toMatchObject({ code, nextStep, platformSaid: message })
  })

  it('begins with how far it came', () => {
    const refused = { status: 400, code: 'invalid_param', message: '[Errno 111] Connection refused' }
    expect(connectFailure(refused, 'created', false).message).toBe(
      'Created, but Dify cannot reach the service: connection refused.',
    )
    expect(connectFailure(refused, 'not_changed', false).message).toBe(
      'URL not changed: Dify cannot reach the service: connection refused.',
    )
  })

  it('tells a refused token from one that is not there', () => {
    const refused = { status: 400, code: 'invalid_param', message: 'Failed to discover OAuth metadata from server' }
    expect(connectFailure(refused, 'created', true).message).toBe(
      'Dify reached the service, but it refused the token (401).',
    )
    expect(connectFailure(refused, 'created', false)).toMatchObject({ code: 'token_missing', nextStep: 'token' })
  })

  it('reads no status out of an address: ports and paths may hold any number or word', () => {
    const message =
      "Failed to connect to MCP server: Server error '503 Service Unavailable' for url 'http://127.0.0.1:40403/oauth/json/mcp'"
    const failure = connectFailure({ status: 400, code: 'invalid_param', message }, 'created', true)
    expect(failure.code).toBe('service_failed')
  })

  it('does not make up a reason for a 500', () => {
    const failure = connectFailure({ status: 500, code: 'unknown', message: 'Internal Server Error' }, 'created', true)
    expect(failure).toMatchObject({ code: 'platform_failed_connecting', nextStep: 'service' })
  })
})
