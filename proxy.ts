import { type NextRequest, NextResponse } from 'next/server'

/** Notes the path asked for, so that a page without a session can lead to signing in and back again. */
export function proxy(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers)
  headers.set('x-ferry-path', request.nextUrl.pathname + request.nextUrl.search)
  return NextResponse.next({ request: { headers } })
}

export const config = { matcher: '/((?!_next/|api/|mcp/|login|setup|password|icon).*)' }
