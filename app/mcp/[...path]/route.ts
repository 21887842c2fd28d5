import { after } from 'next/server'
import { serverDatabase } from '#app/server/database.ts'
import { functionDeadline } from '#app/server/function-time.ts'
import { problem } from '#app/server/problem.ts'
import { runsServerless } from '#lib/core/index.ts'
import { answerWebRequest, processGateway } from '#lib/gateway/index.ts'

/**
 * The gateway where there is no server of ours in front of Next (`server.ts` answers `/mcp/…` before it gets here): the same core,
 * reached by web requests. A stream that would outlive its function is ended a little before, and the access log is written before the
 * function is frozen.
 */
async function answer(request: Request): Promise<Response> {
  const began = Date.now()
  const ended = Promise.withResolvers<void>()
  try {
    const gateway = await processGateway(await serverDatabase())
    if (!runsServerless()) return await answerWebRequest(gateway, request)
    after(async () => {
      await ended.promise
      await gateway.flush()
    })
    const signal = AbortSignal.timeout(functionDeadline(began) - Date.now())
    return await answerWebRequest(gateway, request, { signal, onEnded: ended.resolve })
  } catch (error) {
    ended.resolve()
    return problem(error)
  }
}

export { answer as DELETE, answer as GET, answer as POST }
export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'
