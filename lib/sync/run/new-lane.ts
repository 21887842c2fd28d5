import type { Database } from '#db/client.ts'
import { lanes } from '#db/schema/index.ts'

/** What a lane is made of. */
interface NewLane {
  namespace: { id: string; name: string }
  groupKey: string
  /** Why nothing of it can be worked. */
  fault?: { code: string; message: string } | null
}

/** Writes a lane of a run; one without anything to work is done at once. */
export async function insertLane(db: Database, runId: string, given: NewLane, waiting: boolean): Promise<string> {
  const { namespace, groupKey, fault } = given
  const [lane] = await db
    .insert(lanes)
    .values({
      runId,
      namespaceId: namespace.id,
      namespaceName: namespace.name,
      groupKey,
      status: waiting ? 'waiting' : 'done',
      code: fault?.code ?? null,
      message: fault?.message ?? null,
      ...(!waiting && { endedAt: new Date() }),
    })
    .returning({ id: lanes.id })
  if (lane === undefined) throw new Error('no lane was made')
  return lane.id
}
