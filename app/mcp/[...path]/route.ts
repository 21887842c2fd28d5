import { serverDatabase } from '#app/server/database.ts'
import { answerWebRequest, processGateway } from '#lib/gateway/index.ts'

/**
 * The gateway where there is no server of ours in front of Next (`server.ts` answers `/mcp/…` before it gets here): the same core,
 * reached by web requests.
 */
async function answer(request: Request): Promise<Response> {
  const gateway = await processGateway(await serverDatabase())
  return answerWebRequest(gateway, request)
}

export { answer as DELETE, answer as GET, answer as POST }
export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'
