import { CLIENT_INFO } from './client-info.ts'
import { usableLegacy } from './era-memory.ts'
import { LegacySession } from './legacy-session.ts'
import type { EraMemory } from './report.ts'
import type { Wire } from './wire.ts'

/** Every legacy client in the field that is still looked after offers at least this. */
const OFFERS = '2025-06-18'

/**
 * What a modern service gives to legacy clients: there is no other way to know than to ask as one. Remembered for a day
 * while the number of tools stays. Undefined when the answer said nothing; never throws, since it decides nothing about the check.
 */
export async function legacySide(
  wire: Wire,
  memory: EraMemory | undefined,
  tools: number,
): Promise<EraMemory['legacy']> {
  const known = usableLegacy(memory, tools)
  if (known !== undefined) return known
  const at = Date.now()
  let session: LegacySession | undefined
  try {
    session = await wire.race(LegacySession.open(wire, 'streamable_http', { ...CLIENT_INFO, offers: OFFERS }))
    const page = await wire.race(session.firstPage())
    return { served: true, firstPageTools: page.tools.length, tools, at }
  } catch {
    const status = wire.last?.status
    const refused = status !== undefined && (status < 300 || (status >= 400 && status < 500))
    if (session !== undefined || wire.signal.aborted || !refused || [401, 403, 408, 429].includes(status))
      return undefined
    return { served: false, tools, at }
  } finally {
    if (!wire.signal.aborted) await session?.close()
  }
}
