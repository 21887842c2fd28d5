import { eq } from 'drizzle-orm'
import { services } from '#db/schema/index.ts'
import { type Context, notFound, parseInput, requirePermission, type ServiceCredential } from '#lib/core/index.ts'
import { openServiceCredential } from '#lib/credentials/index.ts'
import type { CheckReport } from '#lib/mcp/index.ts'
import { checkWithCredential } from './check-with-credential.ts'
import { refuseMovedCredential } from './moved-credential.ts'
import { type ServiceReach, serviceReach } from './reach.ts'
import { checkDeadlineMs } from './run-check.ts'
import { type TestServiceInput, testServiceSchema } from './schema.ts'

/** What «Test» found; the memory of the exchange stays here. */
export type TestReport = Omit<CheckReport, 'memory'> & { reach: ServiceReach }

/**
 * Checks form values that are not saved, with the exchange for showing; writes nothing. With `id` and no credential it presents the
 * stored one, but only to the origin that it was given for.
 */
export async function testService(ctx: Context, input: TestServiceInput): Promise<TestReport> {
  requirePermission(ctx, 'services.write')
  const { id, url, transport, credential, timeoutSeconds } = parseInput(testServiceSchema, input)
  const presented =
    credential ?? (id === undefined ? ({ kind: 'none' } as const) : await storedCredential(ctx, id, url))
  const { memory: _memory, ...report } = await checkWithCredential(
    { url, transport, deadlineMs: checkDeadlineMs(timeoutSeconds) },
    presented,
  )
  const { eras, tools, legacyFirstPageTools = null } = report
  const toolCount = report.status === 'normal' ? tools.length : null
  return { ...report, reach: serviceReach({ eras, toolCount, legacyFirstPageTools }) }
}

async function storedCredential(ctx: Context, id: string, url: string): Promise<ServiceCredential> {
  const [service] = await ctx.db.select().from(services).where(eq(services.id, id))
  if (service === undefined) throw notFound('The service')
  refuseMovedCredential(service, url)
  return openServiceCredential(service.credential)
}
