import type { ConnectionReport, PlatformConnection } from './connector.ts'
import { connectorFor } from './connector-for.ts'
import { PlatformError } from './platform-error.ts'

export type TriedConnection = { ok: true; report: ConnectionReport } | { ok: false; error: PlatformError }

/** One deadline for a whole test, milliseconds: each call in it has its own besides. */
const TEST_DEADLINE = 90_000

/** Tests a connection; the platform's failures are returned, everything else is thrown. */
export async function tryConnection(kind: 'dify', connection: PlatformConnection): Promise<TriedConnection> {
  const deadline = AbortSignal.timeout(TEST_DEADLINE)
  try {
    return { ok: true, report: await connectorFor(kind).test(connection, deadline) }
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error
    return { ok: false, error: deadline.aborted ? tooSlow() : error }
  }
}

function tooSlow(): PlatformError {
  return new PlatformError('timed_out', `The test was not through after ${TEST_DEADLINE / 1000} seconds.`, {
    next: 'Look whether Dify is overloaded, then test again.',
    nextStep: 'retry',
    transient: true,
  })
}
