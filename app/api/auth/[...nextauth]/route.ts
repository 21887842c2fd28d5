import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { authOptions } from '#app/server/auth.ts'
import { interop } from '#app/server/interop.ts'

/** Sign-in, sign-out and the tokens between them, as next-auth speaks them. */
async function handler(request: NextRequest, context: RouteContext<'/api/auth/[...nextauth]'>): Promise<Response> {
  return interop(NextAuth)(request, context, await authOptions())
}

export { handler as GET, handler as POST }
