import { currentContext } from '#app/server/context.ts'
import { problem } from '#app/server/problem.ts'
import { exportMcpServers } from '#lib/imports/index.ts'

/** Every service as `mcpServers` JSON, without secrets. */
export async function GET(): Promise<Response> {
  try {
    return new Response(await exportMcpServers(await currentContext()), {
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': 'attachment; filename="mcp-ferry-services.json"',
        'cache-control': 'no-store',
      },
    })
  } catch (error) {
    return problem(error)
  }
}
