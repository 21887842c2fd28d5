import { environment, ownUrl } from '#lib/core/index.ts'

/** The address under which platforms reach the gateway, without a slash at its end: `GATEWAY_URL`, else the address of the pages. */
export function gatewayBaseUrl(): string {
  const env = environment()
  return (env.GATEWAY_URL ?? ownUrl(env)).replace(/\/+$/, '')
}

/** Where a platform reaches a service through the gateway. It ends in `/mcp`: Dify then tries Streamable HTTP first. */
export function gatewayUrl(identifier: string): string {
  return `${gatewayBaseUrl()}/mcp/${identifier}/mcp`
}

/** The same with the token in its path, for a platform that sends no headers. A secret from then on. */
export function gatewayUrlWithToken(identifier: string, token: string): string {
  return `${gatewayBaseUrl()}/mcp/${identifier}/${token}/mcp`
}
