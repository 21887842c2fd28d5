export { gatewayBaseUrl, gatewayUrl, gatewayUrlWithToken } from './gateway-url.ts'
export { hashToken, isWholeToken, makeToken, tokenPrefix } from './token-text.ts'
